package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What comes over the bus, line by line on the terminal, for as long as this is open. */
final class BusTail implements AutoCloseable {
    private static final int START_SECONDS = 3;
    private static final int LAST_LINES_SECONDS = 2;

    private final Optional<Process> process;

    private BusTail(Optional<Process> process) {
        this.process = process;
    }

    /** Shows nothing when the command line tool is not built. */
    static BusTail of(Lab lab) {
        return new BusTail(PgbatonTool.start(lab, "events", "--follow"));
    }

    /** Gives it the time to connect, so that the first event is not missed. */
    void awaitConnected() {
        waitSeconds(START_SECONDS);
    }

    @Override
    public void close() {
        waitSeconds(LAST_LINES_SECONDS);
        process.ifPresent(Process::destroy);
    }

    private void waitSeconds(int seconds) {
        try {
            if (process.isPresent() && process.get().waitFor(seconds, TimeUnit.SECONDS)) {
                throw new LabException(
                        "pgbaton events ended by itself: exit=" + process.get().exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
