package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.cli.PgbatonMain;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.machine.Shell;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What {@code pgbaton audit verify} says of a lab: whatever was killed in it, nothing of its audit is missing (R9). */
final class AuditChain {
    private AuditChain() {}

    /** The same program in this JVM: asked after every class of scenarios, one of its own would cost seconds each time. */
    static void assertWhole(Lab lab) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        int exit = PgbatonMain.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute(
                        "audit",
                        "verify",
                        "--timeout",
                        "30",
                        "--config",
                        CliTool.config(lab.layout()).toString());
        System.out.println(said);
        assertEquals(0, exit, said::toString);
    }

    /** As a person types it. */
    static void assertWholeWhenTyped(Lab lab) {
        Shell.Result verified = CommandLine.run(lab, "audit", "verify", "--timeout", "30");
        System.out.println(verified.out());
        assertEquals(0, verified.exit(), () -> verified.out() + verified.err());
    }
}
