package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.machine.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code pgbaton} as a person types it. */
final class CommandLine {
    /** The longest that is typed is a recovery of the whole cluster. */
    private static final Duration BOUND = Duration.ofMinutes(5);

    private CommandLine() {}

    static Shell.Result run(Lab lab, String... words) {
        List<String> line =
                new ArrayList<>(List.of(CliTool.starter(lab.layout()).toString()));
        line.addAll(List.of(words));
        return Shell.run(BOUND, "", line);
    }
}
