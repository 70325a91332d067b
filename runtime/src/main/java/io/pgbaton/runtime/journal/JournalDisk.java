package io.pgbaton.runtime.journal;

import com.google.protobuf.ByteString;
import io.pgbaton.proto.v1.RememberedCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread that touches the disk. It may hang for ever without harm to anyone: nobody waits for it. */
final class JournalDisk {
    /** An errand and the end, which may be asked for while one is under way. */
    private static final int MOST_WAITING = 2;

    private final JournalSettings settings;
    private final ChannelOpener opener;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), JournalDisk::newThread);
    private SegmentLog log;

    JournalDisk(JournalSettings settings, ChannelOpener opener) {
        this.settings = settings;
        this.opener = opener;
    }

    /** @param done called on the disk's thread */
    void run(Errand errand, Consumer<Report> done) {
        thread.execute(() -> tell(() -> done.accept(visit(errand))));
    }

    /** @param done called on the disk's thread, also when closing failed */
    void close(Runnable done) {
        thread.execute(() -> {
            try {
                if (log != null) {
                    log.close();
                }
            } catch (IOException harmless) {
                // All that counts was forced; what the close could not do, the end of the process does.
            } finally {
                tell(done);
            }
        });
        thread.shutdown();
    }

    private static void tell(Runnable answer) {
        try {
            answer.run();
        } catch (RejectedExecutionException ended) {
            // The disk answered after the end of the event loop: nobody is left to be told.
        }
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "journal");
        thread.setDaemon(true);
        return thread;
    }

    private Report visit(Errand errand) {
        List<Long> positions =
                new ArrayList<>(Collections.nCopies(errand.write().size(), 0L));
        Optional<Recovered> opened = Optional.empty();
        Optional<ReadBack> read = Optional.empty();
        Optional<IOException> failure = Optional.empty();
        try {
            if (log == null) {
                log = SegmentLog.open(settings.folder(), settings.limits(), opener);
                opened = Optional.of(log.recovered());
            }
            if (!errand.read().isEmpty()) {
                read = Optional.of(log.read(errand.read(), Errand.MOST_READS));
            }
            write(errand, positions);
        } catch (IOException failed) {
            failure = Optional.of(failed);
        } catch (RuntimeException defect) {
            failure = Optional.of(new IOException("a defect of the journal", defect));
        }
        return log == null
                ? new Report(opened, positions, 0, 0, 0, read, failure)
                : new Report(opened, positions, log.forced(), log.last(), log.bytes(), read, failure);
    }

    private void write(Errand errand, List<Long> positions) throws IOException {
        if (errand.settled().isPresent()) {
            Errand.Mark mark = errand.settled().get();
            log.settle(mark.position(), mark.outstanding());
        }
        try {
            append(errand, positions);
        } catch (JournalFull full) {
            // What was appended before is as good as the rest, and must not be appended again.
            log.force();
            throw full;
        }
        if (errand.writes()) {
            log.force();
        }
    }

    private void append(Errand errand, List<Long> positions) throws IOException {
        for (int i = 0; i < positions.size(); i++) {
            positions.set(i, append(errand.write().get(i)));
        }
        for (RememberedCommand command : errand.commands()) {
            log.append(Kind.REMEMBERED, command.toByteString());
        }
        if (!errand.numbers().isEmpty()) {
            errand.numbers().forEach(log.state()::number);
            log.append(Kind.STATE, log.state().snapshot());
        }
    }

    private long append(Held held) throws IOException {
        if (held.isSettled()) {
            return 0;
        }
        ByteString payload = RecordCodec.encode(held.entry.topic(), held.entry.numbered());
        return payload.size() > Frame.MAX_PAYLOAD ? -1 : log.append(Kind.RECORD, payload);
    }
}
