package io.pgbaton.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A question that the new leader has to answer. */
final class Probe {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

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

    /** @throws ParameterException when nothing would be compared with it */
    String expected() {
        if (sql.isBlank() && !expected.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--expect is of --probe, which is missing");
        }
        return expected;
    }
}
