package io.pgbaton.sim.bus;

import static io.pgbaton.sim.time.Spans.MILLIS;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.Leadership;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeChanges;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.decide.primary.PrimaryAction;
import io.pgbaton.nodeagent.decide.primary.PrimaryInput;
import io.pgbaton.nodeagent.decide.primary.PrimaryMachine;
import io.pgbaton.nodeagent.decide.primary.PrimaryState;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.node.Surroundings;

/** What one run of an agent says on the bus: the scope as it sees it, its own PostgreSQL, and its address. */
final class AgentVoice {
    private final SimAgent agent;
    private final Surroundings world;
    private final SimJournal journal;
    private ScopeReading reading = ScopeReading.NOTHING;
    private PrimaryState primary = PrimaryState.INITIAL;
    private boolean read;
    private long counter;

    AgentVoice(SimAgent agent, Surroundings world, SimJournal journal) {
        this.agent = agent;
        this.world = world;
        this.journal = journal;
    }

    void scopeRead(ScopeReading now, boolean afterGap) {
        if (now.revision() < reading.revision()) {
            return;
        }
        ScopeReading before = reading;
        reading = now;
        if (read) {
            ScopeChanges.between(before, now, afterGap).forEach(this::observed);
        } else if (now.leader().isPresent()) {
            // The first reading: who leads is news to somebody who was not there.
            ScopeChanges.between(ScopeReading.NOTHING, now, true).forEach(this::observed);
        }
        read = true;
        leaderSeen(before, now, afterGap);
    }

    private void leaderSeen(ScopeReading before, ScopeReading after, boolean afterGap) {
        long epoch = after.leader()
                .filter(l -> l.member().equals(agent.node().name()))
                .map(LeaderReading::epoch)
                .orElse(0L);
        boolean reaffirmed = Leadership.reaffirmed(before, after, afterGap);
        decide(new PrimaryInput.LeaderSeen(now(), epoch, reaffirmed, false, "1"));
    }

    void decided(AddressInput input, AddressDecision decision) {
        if (input instanceof AddressInput.PostgresSeen in) {
            decide(new PrimaryInput.Answered(now(), new PostgresAnswer(in.sentAt(), in.postgres(), 1, "0/1", "")));
        }
        for (AddressAction action : decision.actions()) {
            if (action instanceof AddressAction.Tell tell) {
                publish(
                        Topic.OBSERVATIONS,
                        AddressMessages.type(tell),
                        "write",
                        AddressMessages.fact(tell, agent.node()));
            } else if (AddressMessages.isAudit(action)) {
                publish(
                        Topic.AUDIT,
                        AddressMessages.auditType(action),
                        "write",
                        AddressMessages.audit(action, agent.node()));
            }
        }
    }

    private void decide(PrimaryInput input) {
        PrimaryMachine.Decision decision = PrimaryMachine.decide(primary, input);
        primary = decision.next();
        for (PrimaryAction action : decision.actions()) {
            if (action instanceof PrimaryAction.AwaitWritable await) {
                agent.awaitWritable(this, await.on());
            } else if (action instanceof PrimaryAction.ProveCommit prove) {
                proveCommit(prove.epoch());
            } else if (action instanceof PrimaryAction.Observe observe) {
                observed(observe.observed().about(agent.node().name()));
            }
        }
    }

    private void proveCommit(long epoch) {
        long took = world.random().between(2 * MILLIS, 30 * MILLIS);
        world.scheduler()
                .after(
                        took,
                        () -> agent.later(() -> decide(new PrimaryInput.CommitTried(
                                now(), epoch, agent.node().postgres().writable(), "0/2", took, "refused"))));
    }

    private void observed(Observed fact) {
        String id =
                EventIds.fact(WorldTime.cluster(world.etcd()), Keys.SCOPE, fact.type(), fact.subject(), fact.anchor());
        send(Topic.OBSERVATIONS, id, fact.type(), fact.subject(), fact.data());
    }

    private void publish(Topic topic, EventType type, String subject, Message data) {
        send(topic, EventIds.local(agent.instance(), counter++), type, subject, data);
    }

    private void send(Topic topic, String id, EventType type, String subject, Message data) {
        BusRecord record = new BusRecord(
                id,
                BusRecord.source(Keys.SCOPE, agent.node().name(), "node-agent"),
                type,
                Keys.SCOPE,
                subject,
                WorldTime.wall(world.scheduler(), agent.node().wallError()),
                "",
                "",
                data);
        journal.accept(topic, record);
    }

    private long now() {
        return agent.node().boot().now();
    }
}
