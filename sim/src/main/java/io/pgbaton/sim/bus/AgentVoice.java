package io.pgbaton.sim.bus;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeChanges;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.sim.agent.RouteSet;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.node.Surroundings;

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

    void routed(RouteDecision decision) {
        RouteMessages messages = new RouteMessages(agent);
        for (RouteAction action : decision.actions()) {
            if (action instanceof RouteAction.SetBackend set) {
                publish(Topic.AUDIT, EventType.INTENT_RECORDED, messages.director(), messages.intent(set));
            } else if (action instanceof RouteAction.Refuse refuse) {
                publish(Topic.AUDIT, EventType.REFUSAL_RECORDED, messages.director(), messages.refusal(refuse));
            } else if (action instanceof RouteAction.Already already) {
                publish(
                        Topic.AUDIT,
                        EventType.OUTCOME_RECORDED,
                        messages.director(),
                        messages.already(already.command()));
            }
        }
    }

    void routeSet(RouteSet result) {
        RouteMessages messages = new RouteMessages(agent);
        if (result.done()) {
            publish(Topic.OBSERVATIONS, EventType.ROUTE_CHANGED, messages.director(), messages.changed(result));
        }
        publish(Topic.AUDIT, EventType.OUTCOME_RECORDED, messages.director(), messages.outcome(result));
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
