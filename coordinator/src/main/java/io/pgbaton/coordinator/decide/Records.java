package io.pgbaton.coordinator.decide;

import com.google.protobuf.Message;
import io.pgbaton.coordinator.decide.handover.HandoverText;
import io.pgbaton.coordinator.decide.handover.Opening;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.AgentSilent;
import io.pgbaton.proto.v1.BackupOverdue;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.proto.v1.Result;
import java.time.Instant;

/** The records that a coordinator writes. Ids are derived (R8), so that its successor writes the same. */
record Records(Identity identity, Instant now) {

    /** The same fact, said by the scope instead of by one agent; its id stays, because it is the same fact. */
    BusRecord publicFact(BusRecord seen, String correlationId) {
        return new BusRecord(
                seen.id(),
                identity.publicSource(),
                seen.type(),
                seen.scope(),
                seen.subject(),
                seen.time(),
                correlationId,
                seen.causationId(),
                seen.data());
    }

    BusRecord refused(BusRecord refusal) {
        return new BusRecord(
                identity.factId(EventType.COMMAND_REFUSED, refusal.subject(), refusal.id()),
                identity.publicSource(),
                EventType.COMMAND_REFUSED,
                identity.scope(),
                refusal.subject(),
                refusal.time(),
                refusal.correlationId(),
                refusal.id(),
                refusal.data(Refusal.class));
    }

    /** A fact that this program saw in etcd itself. */
    BusRecord told(EventType type, String subject, String anchor, Message data) {
        return of(identity.factId(type, subject, anchor), identity.publicSource(), type, subject, "", data);
    }

    /** Of no epoch and with no effect, so nothing of it is on the audit. */
    BusRecord rehearse(String id, Command command) {
        String rehearsal = command.getRehearse().getId();
        return of(id, identity.source(), EventType.COMMAND_ISSUED, command.getNode(), rehearsal, command);
    }

    /**
     * Of no epoch; its agent puts who asked, why, and what came of it on the audit.
     *
     * @param handover after which it is made; empty for none
     */
    BusRecord backUp(String id, Command command, String handover) {
        return of(id, identity.source(), EventType.COMMAND_ISSUED, command.getNode(), handover, command);
    }

    /** Of no epoch, like a backup. */
    BusRecord restore(String id, Command command) {
        return of(id, identity.source(), EventType.COMMAND_ISSUED, command.getNode(), "", command);
    }

    /** @param attempt at a step, which is told once */
    BusRecord restoreFact(EventType type, String restore, int attempt, Message data) {
        String id = EventIds.fact(0, identity.scope(), type, restore, Integer.toString(attempt));
        return of(id, identity.publicSource(), type, restore, "", data);
    }

    BusRecord restoreRefused(String restore, RefusalReason reason, String sentence) {
        Refusal data = Refusal.newBuilder()
                .setCommandId(restore)
                .setAction("restore cluster")
                .setTarget(identity.scope().key())
                .setReason(reason)
                .setDetail(sentence)
                .build();
        return of(
                identity.factId(EventType.COMMAND_REFUSED, "restore", restore),
                identity.publicSource(),
                EventType.COMMAND_REFUSED,
                restore,
                "",
                data);
    }

    /** @param anchor which newest backup is too old */
    BusRecord overdue(String policy, String anchor, BackupOverdue data) {
        String id = EventIds.fact(0, identity.scope(), EventType.BACKUP_OVERDUE, policy, anchor);
        return of(id, identity.publicSource(), EventType.BACKUP_OVERDUE, policy, "", data);
    }

    BusRecord rehearsed(RehearsalResult result) {
        EventType type = result.getCompleted() ? EventType.REHEARSAL_COMPLETED : EventType.REHEARSAL_FAILED;
        String id = identity.factId(type, "", Long.toString(result.getRevision()));
        return of(id, identity.publicSource(), type, "", result.getId(), result);
    }

    BusRecord silent(AgentRegistration agent) {
        AgentSilent data = AgentSilent.newBuilder()
                .setNode(agent.getNode())
                .setInstance(agent.getInstance())
                .build();
        String id = identity.factId(EventType.AGENT_SILENT, agent.getNode(), agent.getInstance());
        return of(id, identity.publicSource(), EventType.AGENT_SILENT, agent.getNode(), "", data);
    }

    BusRecord started(HandoverText text) {
        Opening opening = text.handover().opening();
        return new BusRecord(
                eventId(EventType.HANDOVER_STARTED, opening),
                identity.publicSource(),
                EventType.HANDOVER_STARTED,
                identity.scope(),
                opening.oldMember(),
                opening.started(),
                opening.id(),
                opening.causeId(),
                text.started());
    }

    /** handover.failed when nothing works, else handover.completed with its result. */
    BusRecord ended(HandoverText text) {
        Opening opening = text.handover().opening();
        EventType type = text.isFailure() ? EventType.HANDOVER_FAILED : EventType.HANDOVER_COMPLETED;
        Message data = text.isFailure() ? text.failed(now) : text.completed(now);
        String member = text.completed(now).getNewMember();
        return of(eventId(type, opening), identity.publicSource(), type, member, opening.id(), data);
    }

    BusRecord described(ClusterState state) {
        String id = identity.factId(EventType.CLUSTER_DESCRIBED, "", Long.toString(state.getUpdatedUs()));
        return of(id, identity.publicSource(), EventType.CLUSTER_DESCRIBED, "", state.getOpenHandover(), state);
    }

    BusRecord intent(Opening opening, String action, long epoch, String reason) {
        Intent data = Intent.newBuilder()
                .setActionId(actionId(opening, action))
                .setAction(action)
                .setTarget(opening.id())
                .setEpoch(epoch)
                .setReason(reason)
                .build();
        return audit(EventType.INTENT_RECORDED, data.getActionId(), opening, data);
    }

    BusRecord done(Opening opening, String action, long epoch) {
        Outcome data = Outcome.newBuilder()
                .setActionId(actionId(opening, action))
                .setAction(action)
                .setTarget(opening.id())
                .setEpoch(epoch)
                .setResult(Result.RESULT_DONE)
                .build();
        return audit(EventType.OUTCOME_RECORDED, data.getActionId(), opening, data);
    }

    BusRecord command(Opening opening, String id, Message command, String node) {
        return of(id, identity.source(), EventType.COMMAND_ISSUED, node, opening.id(), command);
    }

    /** Its outcome is the one that the node records under the id of the command. */
    BusRecord commandIntent(Opening opening, BusRecord command, long epoch, String what) {
        Intent data = Intent.newBuilder()
                .setActionId(command.id())
                .setAction("command")
                .setTarget(what)
                .setEpoch(epoch)
                .setReason(opening.reason())
                .setCommandId(command.id())
                .build();
        return audit(EventType.INTENT_RECORDED, command.id(), opening, data);
    }

    /** @param seen what it was to bring about was told by others, before whoever had it answered */
    BusRecord unanswered(Opening opening, BusRecord command, long epoch, boolean seen) {
        Outcome data = Outcome.newBuilder()
                .setActionId(command.id())
                .setAction("command")
                .setTarget(command.subject())
                .setEpoch(epoch)
                .setResult(seen ? Result.RESULT_DONE : Result.RESULT_UNKNOWN)
                .setDetail(
                        seen ? "its effect was seen before its answer came" : "no answer before the handover was over")
                .setCommandId(command.id())
                .build();
        return audit(EventType.OUTCOME_RECORDED, command.id(), opening, data);
    }

    /** Of an event that tells of this opening or its end. */
    String eventId(EventType type, Opening opening) {
        return identity.handoverFactId(type, "", opening.anchor());
    }

    private String actionId(Opening opening, String action) {
        return identity.handoverFactId(EventType.INTENT_RECORDED, action, opening.anchor());
    }

    private BusRecord audit(EventType type, String actionId, Opening opening, Message data) {
        String id = identity.handoverFactId(type, Identity.DAEMON, actionId);
        return of(id, identity.source(), type, identity.coordinator(), opening.id(), data);
    }

    private BusRecord of(String id, String source, EventType type, String subject, String correlation, Message data) {
        return new BusRecord(id, source, type, identity.scope(), subject, now, correlation, "", data);
    }
}
