package io.pgbaton.sim.bus;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.AddressWording;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeChanges;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteWording;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.sim.agent.RouteSet;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.node.SimHaproxy;
import io.pgbaton.sim.node.Surroundings;
import java.time.Duration;

/** What one run of an agent says on the bus: the scope as it sees it, its own PostgreSQL, its address and its HAProxy. */
final class AgentVoice {
    private final SimAgent agent;
    private final Surroundings world;
    private final SimJournal journal;
    private ScopeReading reading = ScopeReading.NOTHING;
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
    }

    void decided(AddressDecision decision) {
        AddressRules rules = agent.state().rules();
        AddressWording wording = new AddressWording(rules, "192.0.2.1", "eth0");
        for (AddressAction action : decision.actions()) {
            if (action instanceof AddressAction.Tell tell) {
                publish(Topic.OBSERVATIONS, AddressWording.type(tell.fact()), rules.name(), wording.fact(tell));
            } else if (action instanceof AddressAction.RecordIntent intent) {
                publish(Topic.AUDIT, EventType.INTENT_RECORDED, rules.name(), wording.intent(intent));
            } else if (action instanceof AddressAction.RecordOutcome outcome) {
                publish(Topic.AUDIT, EventType.OUTCOME_RECORDED, rules.name(), wording.outcome(outcome));
            } else if (action instanceof AddressAction.Refuse refuse) {
                publish(Topic.AUDIT, EventType.REFUSAL_RECORDED, rules.name(), wording.refusal(refuse));
            }
        }
    }

    void routed(RouteDecision decision) {
        RouteWording wording = ofRoutes();
        for (RouteAction action : decision.actions()) {
            if (action instanceof RouteAction.SetBackend set) {
                publish(Topic.AUDIT, EventType.INTENT_RECORDED, wording.director(), wording.intent(set));
            } else if (action instanceof RouteAction.Refuse refuse) {
                publish(Topic.AUDIT, EventType.REFUSAL_RECORDED, wording.director(), wording.refusal(refuse));
            } else if (action instanceof RouteAction.Already already) {
                publish(
                        Topic.AUDIT,
                        EventType.OUTCOME_RECORDED,
                        wording.director(),
                        wording.already(already.command()));
            }
        }
    }

    void routeSet(RouteSet set) {
        RouteWording wording = ofRoutes();
        if (set.done()) {
            Message changed = wording.changed(set.action(), set.up(), 0);
            publish(Topic.OBSERVATIONS, EventType.ROUTE_CHANGED, wording.director(), changed);
        }
        Message outcome = wording.outcome(set.action(), set.result(), "", Duration.ZERO);
        publish(Topic.AUDIT, EventType.OUTCOME_RECORDED, wording.director(), outcome);
    }

    private RouteWording ofRoutes() {
        return new RouteWording(agent.node().name(), agent.instance(), SimHaproxy.NAME);
    }

    void observed(Observed fact) {
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
}
