package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.fact.EpochOf;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.handover.Stage;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.AgentStopped;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes in what agents say, and passes on once what is public (DESIGN 5). */
final class Reception {
    private static final Set<EventType> PUBLIC = EnumSet.of(
            EventType.LEADER_LOST,
            EventType.LEADER_ACQUIRED,
            EventType.LEADER_OVERWRITTEN,
            EventType.PRIMARY_WRITABLE,
            EventType.PRIMARY_ORPHANED,
            EventType.TIMELINE_FORKED,
            EventType.STANDBY_LEADING,
            EventType.ADDRESS_ACQUIRED,
            EventType.ADDRESS_RELEASED,
            EventType.ADDRESS_EXPIRED,
            EventType.ADDRESS_CONFLICTED,
            EventType.ROUTE_CHANGED,
            EventType.MEMBER_JOINED,
            EventType.MEMBER_LEFT,
            EventType.MEMBER_CHANGED,
            EventType.CLUSTER_PAUSED,
            EventType.CLUSTER_RESUMED,
            EventType.CONFIG_CHANGED,
            EventType.BACKUP_STARTED,
            EventType.BACKUP_PROGRESSED,
            EventType.BACKUP_COMPLETED,
            EventType.BACKUP_FAILED,
            EventType.ARCHIVE_BROKEN,
            EventType.MEMBER_BROKEN,
            EventType.DRILL_STARTED,
            EventType.DRILL_PROGRESSED,
            EventType.DRILL_COMPLETED,
            EventType.DRILL_FAILED,
            EventType.RESTORE_STARTED,
            EventType.RESTORE_PROGRESSED,
            EventType.RESTORE_COMPLETED,
            EventType.AGENT_STARTED,
            EventType.AGENT_STOPPED);

    private final Turn turn;

    Reception(Turn turn) {
        this.turn = turn;
    }

    /**
     * Whether the record is of the audit alone: what somebody is about to do, or has done without being told to. There are
     * several of these for every command, just when commands are in a hurry.
     */
    static boolean isNoNews(BusRecord record) {
        return record.type() == EventType.INTENT_RECORDED
                || (record.type() == EventType.OUTCOME_RECORDED
                        && record.data(Outcome.class).getCommandId().isEmpty());
    }

    void receive(BusRecord record) {
        new Planner(turn).heard(record);
        take(record);
        // What it leads to is told after it.
        new Restorer(turn).heard(record);
        new Healer(turn).heard(record);
    }

    private void take(BusRecord record) {
        switch (record.type()) {
            case OUTCOME_RECORDED -> answer(record.data(Outcome.class).getCommandId(), record);
            case REHEARSAL_SEEN -> new Rehearser(turn).seen(record);
            case REHEARSAL_ANSWERED -> new Rehearser(turn).answered(record);
            case REFUSAL_RECORDED -> {
                new Rehearser(turn).refused(record);
                answer(record.data(Refusal.class).getCommandId(), record);
                turn.publish(turn.records.refused(record));
            }
            case AGENT_STOPPED -> {
                turn.agents =
                        turn.agents.withFarewell(record.data(AgentStopped.class).getInstance());
                observed(record);
            }
            default -> observed(record);
        }
    }

    /** Registrations are on a lease: one that goes without a farewell is an agent that went silent. */
    void agents(List<AgentRegistration> now) {
        List<AgentRegistration> before = turn.agents.present();
        turn.agents = turn.agents.withPresent(now);
        for (AgentRegistration agent : before) {
            if (isMissing(agent)) {
                Duration grace = turn.timings.silence();
                turn.act(new Action.StartTimer(new TimerKey(TimerKey.Kind.SILENCE, agent.getInstance()), grace));
                turn.agents = turn.agents.withLeaving(agent);
            }
        }
    }

    void silent(String instance) {
        Optional<AgentRegistration> leaving = turn.agents.leaving(instance);
        turn.agents = turn.agents.withoutLeaving(instance);
        leaving.filter(this::isMissing).ifPresent(agent -> turn.publish(turn.records.silent(agent)));
    }

    private boolean isMissing(AgentRegistration agent) {
        return !turn.agents.has(agent.getInstance()) && !turn.agents.farewells().contains(agent.getInstance());
    }

    private void answer(String commandId, BusRecord record) {
        if (!commandId.isEmpty()) {
            turn.agents = turn.agents.withAnswer(commandId, record);
        }
    }

    private void observed(BusRecord record) {
        if (isStale(record)) {
            turn.act(new Action.Ignored(record, Action.Ignored.Reason.STALE_EPOCH));
            return;
        }
        turn.facts = turn.facts.with(record);
        turn.view = turn.view.with(record);
        turn.agents = turn.agents.withSigns(turn.agents.signs().with(record));
        if (PUBLIC.contains(record.type())) {
            passOn(turn.records.publicFact(record, correlation(record)));
        }
    }

    /** Epochs before the one that the last handover ended are history; whoever saw them was heard then. */
    private boolean isStale(BusRecord record) {
        long floor = turn.handover.map(h -> h.opening().endedEpoch()).orElse(turn.settled);
        return EpochOf.isLeadership(record.type()) && EpochOf.of(record) < floor;
    }

    private void passOn(BusRecord fact) {
        boolean unopened = turn.isAt(Stage.OPENING) || !turn.outbox.pending().isEmpty();
        if (turn.outbox.published().contains(fact.id())) {
            turn.act(new Action.Ignored(fact, Action.Ignored.Reason.DUPLICATE));
        } else if (unopened && turn.outbox.hasRoom()) {
            turn.outbox = turn.outbox.hold(fact);
        } else {
            turn.publish(fact);
        }
    }

    /** What this coordinator knows goes before what one agent could know. */
    private String correlation(BusRecord record) {
        long epoch = EpochOf.of(record);
        if (epoch == 0) {
            return record.correlationId();
        }
        if (record.type() == EventType.LEADER_LOST) {
            return turn.identity.handoverId(epoch);
        }
        return turn.handover
                .filter(handover -> covers(handover, epoch))
                .map(handover -> handover.opening().id())
                .or(() -> begunAfter(record).map(turn.identity::handoverId))
                .orElse(record.correlationId());
    }

    private boolean covers(Handover handover, long epoch) {
        boolean bySuccessor = turn.situation()
                .successor()
                .map(successor -> successor.first() <= epoch && epoch <= successor.last())
                .orElse(false);
        return epoch == handover.opening().endedEpoch() || bySuccessor;
    }

    private Optional<Long> begunAfter(BusRecord record) {
        long named =
                switch (record.type()) {
                    case LEADER_ACQUIRED -> record.data(LeaderAcquired.class).getPreviousEpoch();
                    case LEADER_OVERWRITTEN ->
                        record.data(LeaderOverwritten.class).getPreviousEpoch();
                    default -> -1;
                };
        long known = turn.facts
                .reignOf(EpochOf.of(record))
                .map(Reign::first)
                .map(turn.facts::newestBefore)
                .orElse(0L);
        return named < 0 ? Optional.empty() : Optional.of(Math.max(named, Math.max(known, turn.settled)));
    }
}
