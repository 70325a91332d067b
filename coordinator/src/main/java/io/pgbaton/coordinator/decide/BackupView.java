package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.backup.Succession;
import io.pgbaton.coordinator.decide.backup.Surroundings;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.view.ScopeView;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.Member;
import io.pgbaton.proto.v1.PrimaryWritable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What of the scope concerns its backups. */
final class BackupView {
    private final Turn turn;

    BackupView(Turn turn) {
        this.turn = turn;
    }

    Surroundings of(Policy policy) {
        Optional<Reign> leader = leader();
        return new Surroundings(
                turn.at.nanos(),
                turn.at.calendar(),
                turn.replaying,
                turn.isHandedOver() || turn.goesBack(),
                Automation.obstacles(turn.hands, turn.stability),
                leader.map(Reign::last).orElse(0L),
                leader.filter(this::hasReplica).isPresent(),
                turn.backups.nodesFor(policy),
                succession(turn.view.last()),
                turn.view.archive().lost(policy.stanza(), policy.repo()));
    }

    private Optional<Reign> leader() {
        return turn.leader().filter(Reign::isWritable);
    }

    private boolean hasReplica(Reign leader) {
        return turn.view.members().values().stream()
                .filter(ScopeView.Seen::there)
                .map(ScopeView.Seen::member)
                .anyMatch(member -> !member.getName().equals(leader.member()) && streams(member, leader));
    }

    /** Patroni before 3.0.4 calls it running, and names a timeline only as WAL of it arrives. */
    private static boolean streams(Member member, Reign leader) {
        boolean onIt = leader.timeline() > 0 && member.getTimeline() == leader.timeline();
        return member.getState().equals("streaming") || (member.getState().equals("running") && onIt);
    }

    /** Empty for what ended nobody's reign. */
    private Optional<Succession> succession(HandoverCompleted last) {
        boolean none = last.getId().isEmpty()
                || last.getKind() == HandoverKind.BOOTSTRAP
                || last.getResult() == HandoverResult.WITHDRAWN;
        return none ? Optional.empty() : successor(last).filter(change -> change.epoch() > last.getEndedEpoch());
    }

    /** A leader that came after its handover had failed is not in it. */
    private Optional<Succession> successor(HandoverCompleted last) {
        if (last.getNewEpoch() > 0) {
            return Optional.of(of(last, last.getNewEpoch(), last.getNewTimeline(), last.getLsn()));
        }
        return turn.facts
                .after(last.getEndedEpoch())
                .map(reign -> of(last, reign.last(), reign.timeline(), lsn(reign)));
    }

    private static Succession of(HandoverCompleted last, long epoch, int timeline, String lsn) {
        return new Succession(
                last.getId(),
                last.getKind() == HandoverKind.SWITCHOVER,
                last.getEndedEpoch(),
                epoch,
                last.getOldTimeline(),
                timeline,
                lsn,
                Instant.EPOCH.plus(last.getCompletedUs(), ChronoUnit.MICROS));
    }

    private static String lsn(Reign reign) {
        return reign.fact(EventType.PRIMARY_WRITABLE)
                .map(fact -> fact.data(PrimaryWritable.class).getLsn())
                .orElse("");
    }
}
