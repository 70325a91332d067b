package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.machine.Shell;
import java.time.Duration;
import java.util.List;

/** What {@code pgbaton audit verify} says of a lab: whatever was killed in it, nothing of its audit is missing (R9). */
final class AuditChain {
    /** More than the tool itself waits for the bus. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private AuditChain() {}

    static void assertWhole(Lab lab) {
        String tool = CliTool.starter(lab.layout()).toString();
        Shell.Result verified = Shell.run(BOUND, "", List.of(tool, "audit", "verify", "--timeout", "30"));
        System.out.println(verified.out());
        assertEquals(0, verified.exit(), () -> verified.out() + verified.err());
    }
}
