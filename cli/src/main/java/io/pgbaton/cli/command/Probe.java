package io.pgbaton.cli.command;

import picocli.CommandLine.Option;

/** A question that the new leader has to answer. */
final class Probe {
    @Option(
            names = "--probe",
            paramLabel = "SQL",
            description = "one statement that is run on the new leader, reading only; its answer is told")
    private String sql = "";

    @Option(names = "--expect", paramLabel = "TEXT", description = "what --probe has to say, or the restore fails")
    private String expected = "";

    String sql() {
        return sql;
    }

    String expected() {
        return expected;
    }
}
