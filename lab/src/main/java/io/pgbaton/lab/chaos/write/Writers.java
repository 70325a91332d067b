package io.pgbaton.lab.chaos.write;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.cluster.Secrets;
import io.pgbaton.lab.writer.Login;
import io.pgbaton.lab.writer.WritePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Several connections a path, each with its own numbers, until they are stopped. */
public final class Writers {
    private static final int CONNECTIONS = 3;
    private static final int PERIOD_MILLIS = 60;

    /** More rows than one connection ever writes. */
    private static final long NUMBERS = 1_000_000_000L;

    private static final int END_SECONDS = 10;

    private final ScheduledExecutorService threads;
    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    private Writers(ScheduledExecutorService threads) {
        this.threads = threads;
    }

    public static Writers start(Lab lab, Ledger ledger, LabClock clock) {
        int all = CONNECTIONS * WritePath.values().length;
        Writers writers = new Writers(Executors.newScheduledThreadPool(all));
        for (WritePath path : WritePath.values()) {
            List<Login> logins = logins(lab, path);
            for (int i = 0; i < CONNECTIONS; i++) {
                List<Login> its = new ArrayList<>(logins);
                Collections.rotate(its, -i);
                writers.start(
                        new NumberedWriter(path, its, ledger, clock, NUMBERS * i), i * PERIOD_MILLIS / CONNECTIONS);
            }
        }
        return writers;
    }

    /** The same pause after every row: an outage is made up for by nothing. */
    private void start(NumberedWriter writer, int delay) {
        running.add(threads.scheduleWithFixedDelay(writer::writeOne, delay, PERIOD_MILLIS, TimeUnit.MILLISECONDS));
    }

    private static List<Login> logins(Lab lab, WritePath path) {
        String password = new Secrets(lab.layout()).of("app");
        return List.of(path.servers(lab.layout()).split(",", -1)).stream()
                .map(server -> new Login(server, password, "chaos-" + path.word()))
                .toList();
    }

    /** Waits for the rows that are under way. */
    public void stop() {
        running.forEach(writer -> writer.cancel(false));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                throw new LabException("a writer did not end within " + END_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws what ended a writer, if anything did: none is to end by itself. */
    public void requireRunning() {
        for (ScheduledFuture<?> writer : running) {
            if (writer.isDone()) {
                throw new LabException("a writer ended: " + reason(writer));
            }
        }
    }

    private static String reason(ScheduledFuture<?> writer) {
        try {
            writer.get();
            return "by itself";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
