package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.nodeagent.decide.address.AddressInput.PostgresSeen;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.Leadership;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.decide.primary.PrimaryAction;
import io.pgbaton.nodeagent.decide.primary.PrimaryInput;
import io.pgbaton.nodeagent.decide.primary.PrimaryMachine;
import io.pgbaton.nodeagent.decide.primary.PrimaryState;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;

/**
 * Tells when this node's PostgreSQL takes writes: the real machine, and what it asks for. Its dice are its own, as those of
 * HAProxy.
 */
final class PrimaryPort {
    private final SimAgent agent;
    private final SimNode node;
    private final SimScheduler scheduler;
    private final SimRandom dice;
    private final ProbePort probe;
    private PrimaryState state = PrimaryState.INITIAL;
    private ScopeReading reading = ScopeReading.NOTHING;

    PrimaryPort(SimAgent agent, SimNode node, Surroundings world) {
        this.agent = agent;
        this.node = node;
        this.scheduler = world.scheduler();
        this.dice = world.random().fork(~agent.instance().hashCode());
        this.probe = new ProbePort(agent, node, scheduler, dice, answer -> postgresSeen((PostgresSeen) answer));
    }

    void scopeRead(ScopeReading after, boolean afterGap) {
        boolean reaffirmed = Leadership.reaffirmed(reading, after, afterGap);
        reading = after;
        long epoch = after.leader()
                .filter(l -> l.member().equals(node.name()))
                .map(LeaderReading::epoch)
                .orElse(0L);
        decide(new PrimaryInput.LeaderSeen(now(), epoch, reaffirmed, false, "1"));
    }

    void postgresSeen(PostgresSeen in) {
        decide(new PrimaryInput.Answered(now(), new PostgresAnswer(in.sentAt(), in.postgres(), 1, "0/1", "")));
    }

    private void decide(PrimaryInput input) {
        PrimaryMachine.Decision decision = PrimaryMachine.decide(state, input);
        state = decision.next();
        for (PrimaryAction action : decision.actions()) {
            if (action instanceof PrimaryAction.AwaitWritable await) {
                probe.awaitWritable(await.on());
            } else if (action instanceof PrimaryAction.ProveCommit prove) {
                proveCommit(prove.epoch());
            } else if (action instanceof PrimaryAction.Observe observe) {
                agent.observed(observe.observed().about(node.name()));
            }
        }
    }

    private void proveCommit(long epoch) {
        long took = dice.between(2 * MILLIS, 30 * MILLIS);
        scheduler.after(
                took,
                () -> agent.later(() -> decide(new PrimaryInput.CommitTried(
                        now(), epoch, node.postgres().writable(), "0/2", took, "refused"))));
    }

    private long now() {
        return node.boot().now();
    }
}
