package io.pgbaton.cli.read;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.proto.bus.BusRecord;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Records between the bus and whoever watches them, as many as fit. What does not fit is never left out quietly: from then on
 * there is nothing more to take but a fault.
 */
final class Heard {
    private final int most;
    private final BlockingQueue<BusRecord> records;
    private volatile boolean overflowed;

    Heard(int most) {
        this.most = most;
        this.records = new ArrayBlockingQueue<>(most);
    }

    /** Never waits: it is the bus' own thread that says it. */
    void add(BusRecord record) {
        if (!records.offer(record)) {
            overflowed = true;
        }
    }

    /**
     * @param end in nanoseconds of {@link System#nanoTime()}
     * @return empty when nothing was said by then, or when this thread is interrupted
     * @throws CliFault when not all that was said is here
     */
    Optional<BusRecord> next(long end) {
        return next(() -> records.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    }

    /** However long it takes. */
    Optional<BusRecord> next() {
        return next(records::take);
    }

    private interface Wait {
        BusRecord one() throws InterruptedException;
    }

    private Optional<BusRecord> next(Wait wait) {
        // An overflow needs a queue that is full: whoever waits for a record gets one.
        if (overflowed) {
            throw new CliFault(
                    ExitCode.UNREACHABLE,
                    "watch-overflow: more than " + most
                            + " records of the bus waited to be shown, and some are lost here;"
                            + " what was asked for goes on, `pgbaton events --follow` shows it");
        }
        try {
            return Optional.ofNullable(wait.one());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
