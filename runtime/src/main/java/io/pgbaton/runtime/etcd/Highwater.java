package io.pgbaton.runtime.etcd;

import io.pgbaton.proto.key.CountedRevision;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest revision of an etcd cluster seen so far, also by the process before this one, and of which count it is: a
 * restored etcd counts from below it, which begins a new count (R3). One for each etcd cluster and for one watch; used on
 * one context.
 *
 * <p>The file holds one line, {@code <cluster id, hexadecimal> <revision> <count>}. It may lag by some seconds: that only
 * lets a restore pass that lost less than these.
 */
public final class Highwater {
    private static final Logger log = LoggerFactory.getLogger(Highwater.class);
    private static final long SAVE_MILLIS = 5000;

    private final Vertx vertx;
    private final Optional<Path> file;
    private long clusterId;
    private long highest;
    private long count;
    private boolean known;
    private boolean savePending;

    private Highwater(Vertx vertx, Optional<Path> file) {
        this.vertx = vertx;
        this.file = file;
    }

    /** Forgotten at the end of the process. */
    public static Highwater inMemory(Vertx vertx) {
        return new Highwater(vertx, Optional.empty());
    }

    /** Reads the file at once, so call it at start, off the event loop. One that cannot be read counts as none. */
    public static Highwater in(Vertx vertx, Path file) {
        Highwater highwater = new Highwater(vertx, Optional.of(file));
        if (Files.exists(file)) {
            highwater.load(file);
        }
        return highwater;
    }

    /** True when the store is behind what was seen, or is another one. */
    boolean isAbove(Snapshot snapshot) {
        return known && (snapshot.clusterId() != clusterId || snapshot.revision() < highest);
    }

    long highest() {
        return highest;
    }

    /** How often etcd was restored, as far as is known here. */
    public long count() {
        return count;
    }

    /** Others have noticed more restores, or this one before us. */
    public void countedElsewhere(long theirs) {
        if (theirs > count) {
            count = theirs;
            saveSoon();
        }
    }

    void observe(long ofCluster, long revision) {
        if (!known || (ofCluster == clusterId && revision > highest)) {
            set(ofCluster, revision);
        }
    }

    /** Begins a new count. */
    void restart(long ofCluster, long revision) {
        count++;
        set(ofCluster, revision);
    }

    /** Writes it now; for the end of the process. */
    public Future<Void> save() {
        if (file.isEmpty() || !known) {
            return Future.succeededFuture();
        }
        String line = Long.toHexString(clusterId) + " " + highest + " " + count + "\n";
        return vertx.<Void>executeBlocking(() -> {
                    write(file.get(), line);
                    return null;
                })
                .onFailure(failure -> log.warn(
                        "The highest etcd revision could not be kept: a restored etcd may pass unnoticed after a restart."
                                + " file={} reason={}",
                        file.get(),
                        failure.toString()));
    }

    private void set(long ofCluster, long revision) {
        known = true;
        clusterId = ofCluster;
        highest = revision;
        saveSoon();
    }

    private void saveSoon() {
        if (file.isPresent() && !savePending) {
            savePending = true;
            vertx.setTimer(SAVE_MILLIS, timer -> {
                savePending = false;
                save();
            });
        }
    }

    private void load(Path from) {
        try {
            String[] words = Files.readString(from).strip().split(" ", -1);
            clusterId = Long.parseUnsignedLong(words[0], 16);
            highest = Long.parseLong(words[1]);
            count = words.length > 2 ? CountedRevision.parseCount(words[2]) : 0;
            known = true;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unreadable) {
            log.warn(
                    "The highest etcd revision of the last run cannot be read, it is counted anew. file={} reason={}",
                    from,
                    unreadable.toString());
        }
    }

    private static void write(Path file, String line) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
