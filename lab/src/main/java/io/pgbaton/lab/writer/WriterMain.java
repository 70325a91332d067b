package io.pgbaton.lab.writer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An application as it sees the lab: one small insert every 20 ms by each path, reconnecting at once. */
public final class WriterMain {
    private static final int PERIOD_MILLIS = 20;

    private WriterMain() {}

    /** Arguments: folder for the journals, file with the password of "app", then path=servers for each path. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path folder = Path.of(arguments[0]);
        String password = Files.readString(Path.of(arguments[1])).strip();
        List<ScheduledFuture<?>> running = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            WritePath path = WritePath.valueOf(arguments[i].substring(0, equals));
            Writer writer =
                    new Writer(path, arguments[i].substring(equals + 1), password, new WriterJournal(folder, path));
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
            running.add(thread.scheduleAtFixedRate(writer::writeOne, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        }
        // A writer ends only by an error that it does not know; then the others go on and this one's is in the log.
        for (ScheduledFuture<?> writer : running) {
            writer.get();
        }
    }
}
