package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.v1.BackupTask;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks whether a backup may be restored for a member of this host (R10), before anything is made or begun. Blocks for some
 * seconds at most.
 */
public final class Preflight {
    /** WAL that comes with it, and a little air. */
    private static final long MARGIN = 512L << 20;

    private static final int CONNECT_MILLIS = 1000;

    private final MemberConfig member;
    private final Prepared prepared;
    private final PatroniRest rest;

    public Preflight(MemberConfig member) {
        this.member = member;
        this.prepared = new Prepared(member.dataDirectory());
        this.rest = new PatroniRest(member.patroni());
    }

    /** @throws Unfit with a name, and a sentence for the reader, when it must not be done */
    public void check(BackupTask task) throws IOException {
        nothingRuns();
        dataDirectory();
        leftovers(task.getInto().getRestore());
        room(task.getInto().getBytes());
        patroniFile(task.getInto().getSourceStanza());
    }

    /**
     * Patroni is not there and is to be started.
     *
     * @throws Unfit when there is data that was not moved there by this start: nobody knows whose it is, or how far it was to
     *     recover
     */
    public void checkStart(String source) throws IOException {
        if (Files.exists(member.dataDirectory()) && !Prepared.isEmpty(member.dataDirectory())) {
            throw new Unfit(
                    "data-in-place",
                    member.dataDirectory()
                            + " has data already, and its Patroni does not run: when its recovery was cut short,"
                            + " Patroni would forget how far it was to go. Move it away, `patronictl remove` the new cluster if it"
                            + " has no leader, then resume");
        }
        patroniFile(source);
    }

    private void patroniFile(String source) throws IOException {
        PatroniFile file = PatroniFile.read(member.patroniFile());
        file.check(member);
        file.archivesElsewhere(source);
    }

    private void nothingRuns() throws IOException {
        Path pidFile = member.dataDirectory().resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            throw new Unfit(
                    "postgres-running",
                    pidFile
                            + " is there: a PostgreSQL runs here, or did when the host went down; nothing is restored over it");
        }
        rest.ifAnswers(what -> {
            throw new Unfit(
                    "patroni-running",
                    "Patroni " + what + " at " + member.patroni()
                            + ": stop it on this node, it is started when the data is there");
        });
        int port = PatroniFile.read(member.patroniFile()).port();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        } catch (IOException nobodyThere) {
            return;
        }
        throw new Unfit(
                "port-taken",
                "something listens on port " + port
                        + ", which Patroni's file has for PostgreSQL: stop it, or take another port");
    }

    private void dataDirectory() throws IOException {
        Path data = member.dataDirectory();
        Path parent = data.getParent();
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new Unfit(
                    "parent-not-writable",
                    parent + " is no folder that the user of this agent may write in: make it, owned by postgres");
        }
        if (Files.isSymbolicLink(data)) {
            throw new Unfit("data-is-a-link", data + " is a link: name the folder itself in both configurations");
        }
        if (!Files.exists(data)) {
            return;
        }
        if (!Files.getAttribute(data, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"))) {
            throw new Unfit(
                    "data-is-a-mount",
                    data + " is a mount point, so nothing can be moved there in one step: mount " + parent
                            + " instead");
        }
        if (!Prepared.isEmpty(data)) {
            throw new Unfit(
                    "data-not-empty",
                    data + " is not empty: nothing is restored over it; move it away if nobody needs it");
        }
    }

    private void leftovers(String restore) throws IOException {
        if (prepared.hasData() && !prepared.restore().equals(restore)) {
            throw new Unfit(
                    "leftover",
                    prepared.folder() + " has data of "
                            + (prepared.restore().isEmpty() ? "nobody knows what" : "restore " + prepared.restore())
                            + ": go on with that one, or remove the folder");
        }
    }

    private void room(long bytes) throws IOException {
        long there = prepared.hasData() ? sizeOf(prepared.data()) : 0;
        long needed = Math.max(0, bytes - there) + MARGIN;
        long free = Files.getFileStore(member.dataDirectory().getParent()).getUsableSpace();
        if (free < needed) {
            throw new Unfit(
                    "not-enough-disk",
                    member.dataDirectory().getParent() + " has " + (free >> 20) + " MiB free, and the backup needs "
                            + (needed >> 20) + " MiB with " + (MARGIN >> 20) + " MiB to spare");
        }
    }

    private static long sizeOf(Path folder) throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }
        });
        return sum.get();
    }
}
