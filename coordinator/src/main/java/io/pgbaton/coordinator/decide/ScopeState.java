package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.backup.Backups;
import io.pgbaton.coordinator.decide.fact.Facts;
import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.healing.Healing;
import io.pgbaton.coordinator.decide.rehearsal.Rehearsals;
import io.pgbaton.coordinator.decide.restore.Going;
import io.pgbaton.coordinator.decide.view.ScopeView;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.Optional;
import java.util.Set;

/**
 * All that is remembered of one scope.
 *
 * <p>Hard state, in etcd: the record of the handover (see {@link Handover}). Soft state, folded from the bus again by
 * whoever takes over: all the rest. A takeover costs the replay of what came since the open handover began.
 *
 * @param settled newest epoch whose beginning needs no handover any more
 * @param drained revision of the newest switchover request that was drained for, or came while that was too late
 * @param handover the open or the last one
 * @param outbox what is on the bus already, and what waits to be
 * @param replaying what is received happened before the scope was taken over
 * @param described the state that is on the compacted topic
 * @param hands what operators ask, as etcd says
 */
public record ScopeState(
        Identity identity,
        Timings timings,
        Facts facts,
        long settled,
        long drained,
        Optional<Handover> handover,
        Agents agents,
        ScopeView view,
        Outbox outbox,
        boolean replaying,
        ClusterState described,
        HandsOff hands,
        Stability stability,
        Rehearsals rehearsals,
        Backups backups,
        Going restore,
        Healing healing) {

    public static ScopeState empty(Identity identity, Timings timings) {
        return empty(identity, timings, Backups.NONE, Healing.NONE);
    }

    public static ScopeState empty(Identity identity, Timings timings, Backups backups, Healing healing) {
        return new ScopeState(
                identity,
                timings,
                Facts.NONE,
                0,
                0,
                Optional.empty(),
                Agents.NONE,
                ScopeView.NOTHING,
                Outbox.EMPTY,
                true,
                ClusterState.getDefaultInstance(),
                HandsOff.NONE,
                Stability.CALM,
                Rehearsals.NONE,
                backups,
                Going.NONE,
                healing);
    }

    /** R11: why automation that adds load has to wait; empty when it may go on. */
    public Set<RefusalReason> obstacles() {
        return Automation.obstacles(hands, stability);
    }
}
