package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.backup.PolicyText;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.handover.Stage;
import io.pgbaton.coordinator.decide.view.ScopeView;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.RestoreState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Publishes the state of the scope when it is another one than was published last. */
final class Describer {
    private final Turn turn;

    Describer(Turn turn) {
        this.turn = turn;
    }

    void describeIfChanged() {
        if (turn.replaying) {
            return;
        }
        ClusterState state = state();
        if (!state.equals(turn.described)) {
            turn.described = state;
            long now = ChronoUnit.MICROS.between(Instant.EPOCH, turn.at.wall());
            turn.act(new Action.DescribeCluster(
                    turn.records.described(state.toBuilder().setUpdatedUs(now).build())));
        }
    }

    private ClusterState state() {
        ClusterState.Builder state = ClusterState.newBuilder()
                .setPatroniPaused(turn.view.pause().paused())
                .addAllDirectors(turn.view.directors().values())
                .addAllAgents(turn.agents.present())
                .addAllPauses(turn.hands.pauses())
                .addAllMaintenance(turn.hands.maintenanceAt(turn.at.wall()));
        turn.backups.states().forEach(policy -> state.addBackups(PolicyText.write(policy)));
        state.addAllArchive(turn.view.archive().told().values());
        if (!turn.restore.text().equals(RestoreState.getDefaultInstance())) {
            state.setRestore(turn.restore.text());
        }
        state.addAllHealing(turn.healing.texts());
        turn.stability.flapping().ifPresent(state::setFlapping);
        turn.view.members().values().stream()
                .filter(ScopeView.Seen::there)
                .map(ScopeView.Seen::member)
                .forEach(state::addMembers);
        if (!turn.view.last().getId().isEmpty()) {
            state.setLastHandover(turn.view.last());
        }
        if (!turn.rehearsals.last().getId().isEmpty()) {
            state.setLastRehearsal(turn.rehearsals.last());
        }
        turn.handover
                .filter(Handover::isUndecided)
                .ifPresent(handover -> state.setOpenHandover(handover.opening().id()));
        turn.handover
                .filter(handover -> handover.stage() != Stage.MARKING && handover.stage() != Stage.CLOSED)
                .ifPresent(owed -> state.setOpen(turn.text().record("")));
        turn.facts.newest().ifPresent(newest -> leadership(newest, state));
        return state.build();
    }

    private static void leadership(Reign newest, ClusterState.Builder state) {
        boolean lost = newest.fact(EventType.LEADER_LOST).isPresent();
        state.setEpoch(newest.last())
                .setLeader(lost ? "" : newest.member())
                .setTimeline(newest.timeline())
                .setWritable(!lost && newest.isWritable());
    }
}
