package io.pgbaton.backupagent.decide;

import java.util.List;

public record RunDecision(RunState next, List<RunAction> actions) {
    public RunDecision {
        actions = List.copyOf(actions);
    }
}
