package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.cluster.CliTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The command line tool "pgbaton" of this lab, writing to the same terminal. */
final class PgbatonTool {
    private static final int BOUND_SECONDS = 20;

    private PgbatonTool() {}

    /** Empty when the tool is not built. */
    static Optional<Process> start(Lab lab, String... arguments) {
        Path starter = CliTool.starter(lab.layout());
        if (!Files.exists(starter)) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(starter.toString()));
        command.addAll(List.of(arguments));
        try {
            return Optional.of(new ProcessBuilder(command).inheritIO().start());
        } catch (IOException e) {
            throw new LabException("cannot run " + starter + ": " + e.getMessage(), e);
        }
    }

    /** Runs a command to its end; what it has to say is on the terminal, also when it fails. */
    static void run(Lab lab, String... arguments) {
        start(lab, arguments).ifPresent(process -> {
            try {
                if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        });
    }
}
