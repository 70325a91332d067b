package io.pgbaton.cli;

import io.pgbaton.cli.command.Pgbaton;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** The command line of pgbaton. */
public final class PgbatonMain {

    /** Kept here: a logger of java.util.logging that nobody holds forgets its level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private PgbatonMain() {}

    public static void main(String[] args) {
        // The CLI speaks for itself; what the client logs would stand between its lines.
        GRPC.setLevel(Level.OFF);
        // The JDK's resolver does; Vert.x' own takes its time to start.
        System.setProperty("vertx.disableDnsResolver", "true");
        System.exit(commandLine().execute(args));
    }

    /** With its way to say faults: one line, no stack trace. */
    public static CommandLine commandLine() {
        return new CommandLine(new Pgbaton(System.getenv()))
                .setAllowSubcommandsAsOptionParameters(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()));
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof CliFault fault) {
            err.println("pgbaton: " + fault.getMessage());
            return fault.exitCode();
        }
        err.println("pgbaton: this is a bug, please report it with what you typed:");
        failure.printStackTrace(err);
        return ExitCode.INTERNAL;
    }
}
