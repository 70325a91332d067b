package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.cluster.CliTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What comes over the bus, line by line on the terminal, for as long as this is open. */
final class BusTail implements AutoCloseable {
    private static final int START_SECONDS = 3;
    private static final int LAST_LINES_SECONDS = 2;

    private final Process process;

    private BusTail(Process process) {
        this.process = process;
    }

    /** Shows nothing when the command line tool is not built. */
    static BusTail of(Lab lab) {
        Path starter = CliTool.starter(lab.layout());
        if (!Files.exists(starter)) {
            return new BusTail(null);
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(starter.toString(), "events", "--follow");
            return new BusTail(builder.inheritIO().start());
        } catch (IOException e) {
            throw new LabException("cannot run " + starter + ": " + e.getMessage(), e);
        }
    }

    /** Gives it the time to connect, so that the first event is not missed. */
    void awaitConnected() {
        waitSeconds(START_SECONDS);
    }

    @Override
    public void close() {
        waitSeconds(LAST_LINES_SECONDS);
        if (process != null) {
            process.destroy();
        }
    }

    private void waitSeconds(int seconds) {
        try {
            if (process != null && process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new LabException("pgbaton events ended by itself: exit=" + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
