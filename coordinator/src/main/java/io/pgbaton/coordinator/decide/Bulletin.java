package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.view.ScopeView;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.ClusterResumed;
import io.pgbaton.proto.v1.MaintenanceState;
import io.pgbaton.proto.v1.Member;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.PauseState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells the world what operators asked of pgbaton (R11). News is what the description of the scope does not say yet, so whoever
 * takes over tells what the one before did not, and nothing twice (R8: ids come from the revision of the key).
 */
final class Bulletin {
    private final Turn turn;

    Bulletin(Turn turn) {
        this.turn = turn;
    }

    void read(HandsOff now) {
        turn.hands = now;
        turn.stability = turn.stability.acknowledged(now.acknowledged().getHandover());
        awaitEnd();
    }

    /** A maintenance that ends by itself changes no key. */
    void awaitEnd() {
        TimerKey timer = new TimerKey(TimerKey.Kind.MAINTENANCE, "");
        turn.hands
                .nextEnd(turn.at.wall())
                .ifPresentOrElse(
                        end -> turn.act(new Action.StartTimer(timer, until(end))),
                        () -> turn.act(new Action.CancelTimer(timer)));
    }

    void tellIfChanged() {
        if (turn.replaying) {
            return;
        }
        List<PauseState> pausesTold = turn.described.getPausesList();
        pausesTold.stream().filter(told -> !goesOn(told)).forEach(this::resumed);
        turn.hands.pauses().stream().filter(now -> !pausesTold.contains(now)).forEach(this::paused);
        List<MaintenanceState> told = turn.described.getMaintenanceList();
        List<MaintenanceState> now = turn.hands.maintenanceAt(turn.at.wall());
        told.stream().filter(one -> !goesOn(one, now)).forEach(one -> maintenance(one, true));
        now.stream().filter(one -> !told.contains(one)).forEach(one -> maintenance(one, false));
    }

    /** Also under other words, with another key's revision. */
    private boolean goesOn(PauseState told) {
        return turn.hands.pauses().stream().anyMatch(pause -> pause.getEverywhere() == told.getEverywhere());
    }

    private static boolean goesOn(MaintenanceState told, List<MaintenanceState> now) {
        return now.stream().anyMatch(one -> one.getNode().equals(told.getNode()));
    }

    private void paused(PauseState pause) {
        ClusterPaused data = ClusterPaused.newBuilder()
                .setRevision(pause.getRevision())
                .setPgbaton(pause)
                .build();
        turn.publish(turn.records.told(EventType.CLUSTER_PAUSED, "", anchor(pause.getRevision()), data));
    }

    private void resumed(PauseState pause) {
        ClusterResumed.Builder data =
                ClusterResumed.newBuilder().setRevision(pause.getRevision()).setPgbaton(pause);
        turn.hands.endOf(pause).ifPresent(data::setBy);
        turn.publish(turn.records.told(EventType.CLUSTER_RESUMED, "", anchor(pause.getRevision()), data.build()));
    }

    /** A host without a database has no member that could change: the description alone tells of it. */
    private void maintenance(MaintenanceState state, boolean over) {
        String name = state.getMaintenance().getMember();
        if (name.isEmpty()) {
            return;
        }
        Member member = Optional.ofNullable(turn.view.members().get(name))
                .map(ScopeView.Seen::member)
                .orElse(Member.newBuilder().setName(name).build());
        MemberChanged data = MemberChanged.newBuilder()
                .setMember(member)
                .setPreviousRole(member.getRole())
                .setPreviousState(member.getState())
                .setRevision(state.getRevision())
                .setMaintenance(state)
                .setMaintenanceOver(over)
                .build();
        String anchor = anchor(state.getRevision()) + (over ? " over" : "");
        turn.publish(turn.records.told(EventType.MEMBER_CHANGED, name, anchor, data));
    }

    /** Agents derive ids of the same types from revisions of Patroni's keys. */
    private static String anchor(long revision) {
        return "pgbaton@" + revision;
    }

    /** Rounded up: a timer that fires too early finds that nothing has ended. */
    private Duration until(Instant end) {
        return Duration.between(turn.at.wall(), end).plusMillis(1);
    }
}
