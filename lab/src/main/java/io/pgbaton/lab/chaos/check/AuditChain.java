package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.machine.Shell;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** R9: the records of every source form a chain without a gap, as "pgbaton audit verify" finds it, where there is one. */
public final class AuditChain {
    public static final String RULE = "R9: the audit is a chain without a gap";
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final String tool;

    public AuditChain(Layout layout) {
        this.tool = CliTool.starter(layout).toString();
    }

    /** Whether this pgbaton can verify its audit. */
    public boolean canBeVerified() {
        return run("audit", "--help").out().lines().anyMatch(line -> line.strip()
                .startsWith("verify "));
    }

    public Optional<Violation> violation() {
        Shell.Result verified = run("audit", "verify");
        String said = (verified.out() + verified.err()).strip();
        return verified.ok()
                ? Optional.empty()
                : Optional.of(new Violation(
                        RULE, Clock.systemUTC().instant(), "exit " + verified.exit() + ", said: " + said));
    }

    private Shell.Result run(String command, String option) {
        return Shell.run(BOUND, "", List.of(tool, command, option));
    }
}
