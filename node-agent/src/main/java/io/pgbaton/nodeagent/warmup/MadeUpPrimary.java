package io.pgbaton.nodeagent.warmup;

import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.decide.primary.PrimaryAction;
import io.pgbaton.nodeagent.decide.primary.PrimaryInput;
import io.pgbaton.nodeagent.decide.primary.PrimaryMachine;
import io.pgbaton.nodeagent.decide.primary.PrimaryState;

/** A member here that promotes at once and commits. */
final class MadeUpPrimary {
    private final Recorder recorder;
    private PrimaryState state = PrimaryState.INITIAL;

    MadeUpPrimary(Recorder recorder) {
        this.recorder = recorder;
    }

    void scopeRead(long now, ScopeReading reading) {
        long epoch = reading.leader()
                .filter(leader -> leader.member().equals(WarmUp.HERE))
                .map(LeaderReading::epoch)
                .orElse(0L);
        decide(new PrimaryInput.LeaderSeen(now, epoch, false, false, reading.systemIdentifier()));
    }

    void answered(long now) {
        decide(new PrimaryInput.Confirmed(now, now, state.epoch()));
        decide(new PrimaryInput.Answered(now, new PostgresAnswer(now, Postgres.WRITABLE, 2, "0/4000060", "")));
    }

    private void decide(PrimaryInput input) {
        PrimaryMachine.Decision decision = PrimaryMachine.decide(state, input);
        state = decision.next();
        for (PrimaryAction action : decision.actions()) {
            if (action instanceof PrimaryAction.Observe observe) {
                recorder.observed(observe.observed().about(WarmUp.HERE));
            } else if (action instanceof PrimaryAction.ProveCommit prove) {
                decide(new PrimaryInput.CommitTried(input.at(), prove.epoch(), true, "0/4000060", WarmUp.STEP, ""));
            }
        }
    }
}
