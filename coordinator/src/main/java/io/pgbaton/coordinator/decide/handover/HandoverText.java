package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.EpochFacts.Known;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverMark;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.Roster;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a handover says of itself: to the world, and in etcd to whoever takes it over.
 *
 * @param recent those of the last ones that count, for whoever takes over
 * @param flapping the one that has to be acknowledged
 */
public record HandoverText(
        Handover handover,
        Situation situation,
        Directors directors,
        List<HandoverMark> recent,
        Optional<HandoverMark> flapping) {

    public HandoverStarted started() {
        Opening opening = handover.opening();
        return HandoverStarted.newBuilder()
                .setId(opening.id())
                .setKind(opening.kind())
                .setOldMember(opening.oldMember())
                .setEndedEpoch(opening.endedEpoch())
                .setRoster(opening.roster())
                .setReason(opening.reason())
                .build();
    }

    /** @param now used where nothing that was seen ends it */
    public HandoverCompleted completed(Instant now) {
        Opening opening = handover.opening();
        Verdict verdict = handover.verdict().orElseThrow();
        HandoverCompleted.Builder completed = HandoverCompleted.newBuilder()
                .setId(opening.id())
                .setKind(KindRule.of(situation))
                .setResult(verdict.result())
                .setOldMember(opening.oldMember())
                .setEndedEpoch(opening.endedEpoch())
                .setOldTimeline(opening.old().timeline())
                .addAllPhases(new Phases(situation, directors).measured())
                .addAllUnconfirmed(verdict.unconfirmed())
                .setReason(verdict.reason())
                .setFlapping(flapping.filter(mark -> mark.getHandover().equals(opening.id()))
                        .isPresent());
        situation.successor().ifPresent(successor -> completed
                .setNewMember(successor.member())
                .setNewEpoch(successor.last())
                .setNewTimeline(successor.timeline())
                .setLsn(lsn(successor)));
        long start = completed.getPhasesList().stream()
                .mapToLong(phase -> phase.getStartUs())
                .reduce(Phases.micros(opening.started()), Math::min);
        return completed
                .setStartedUs(start)
                .setCompletedUs(Math.max(start, end(completed, now)))
                .build();
    }

    public HandoverFailed failed(Instant now) {
        HandoverCompleted same = completed(now);
        return HandoverFailed.newBuilder()
                .setId(same.getId())
                .setKind(same.getKind())
                .setOldMember(same.getOldMember())
                .setNewMember(same.getNewMember())
                .setEndedEpoch(same.getEndedEpoch())
                .setNewEpoch(same.getNewEpoch())
                .addAllPhases(same.getPhasesList())
                .addAllUnconfirmed(same.getUnconfirmedList())
                .setReason(same.getReason())
                .setNextStep(nextStep())
                .setStartedUs(same.getStartedUs())
                .setFailedUs(Phases.micros(now))
                .setFlapping(same.getFlapping())
                .build();
    }

    /** For counting, once it is closed. */
    public HandoverMark mark() {
        return HandoverMark.newBuilder()
                .setHandover(handover.opening().id())
                .setKind(KindRule.of(situation))
                .setEndedEpoch(handover.opening().endedEpoch())
                .setStartedUs(Phases.micros(handover.opening().started()))
                .build();
    }

    public boolean isFailure() {
        return handover.verdict()
                .filter(v -> v.result() == HandoverResult.FAILED)
                .isPresent();
    }

    public HandoverRecord record(String coordinator) {
        Opening opening = handover.opening();
        HandoverRecord.Builder record = HandoverRecord.newBuilder()
                .setId(opening.id())
                .setOpen(handover.isUndecided())
                .setKind(KindRule.of(situation))
                .setOldMember(opening.oldMember())
                .setEndedEpoch(opening.endedEpoch())
                .setRoster(opening.roster())
                .setStartedUs(Phases.micros(opening.started()))
                .setCoordinator(coordinator)
                .setRequestRevision(opening.requestRevision())
                .setOldTimeline(opening.old().timeline())
                .setOldWritable(opening.old().writable())
                .setFirstSignUs(opening.firstSign().map(Phases::micros).orElse(0L))
                .setAnnounced(handover.stage() == Stage.MARKING || handover.stage() == Stage.CLOSED)
                .setReason(opening.reason())
                .addAllRecent(recent);
        flapping.ifPresent(record::setFlapping);
        handover.verdict().ifPresent(v -> record.setResult(v.result()));
        situation.successor().ifPresent(successor -> record.setNewMember(successor.member())
                .setNewEpoch(successor.last())
                .setNewTimeline(successor.timeline()));
        return record.build();
    }

    /** The handover that a record in etcd tells of; empty when none has ever been. */
    public static Optional<Handover> takenOver(HandoverRecord record) {
        if (record.getId().isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> sign =
                Optional.of(record.getFirstSignUs()).filter(us -> us > 0).map(HandoverText::instant);
        Opening opening = new Opening(
                record.getId(),
                record.getEndedEpoch(),
                record.getKind(),
                record.getRequestRevision(),
                new Known(record.getOldMember(), record.getOldTimeline(), record.getOldWritable()),
                sign,
                instant(record.getStartedUs()),
                Roster.newBuilder(record.getRoster()).build(),
                record.getReason(),
                "");
        Stage stage = record.getOpen() ? Stage.OPEN : record.getAnnounced() ? Stage.CLOSED : Stage.OWED;
        Optional<Verdict> verdict = record.getOpen()
                ? Optional.empty()
                : Optional.of(new Verdict(record.getResult(), List.of(), "closed by another coordinator"));
        return Optional.of(Handover.takenOver(opening, stage, verdict));
    }

    private long end(HandoverCompleted.Builder completed, Instant now) {
        boolean whole = completed.getResult() == HandoverResult.COMPLETED
                && !handover.marks().timedOut();
        return whole
                ? completed.getPhasesList().stream()
                        .mapToLong(phase -> phase.getStartUs() + phase.getDurationUs())
                        .max()
                        .orElse(Phases.micros(now))
                : Phases.micros(now);
    }

    private String nextStep() {
        if (situation.successor().isEmpty()) {
            return "see what Patroni waits for: patronictl list, then the log of Patroni on each member";
        }
        if (directors.withheld(situation.successor().get()).isPresent()) {
            return "`pgbaton maintenance NODE --clear` or `pgbaton resume` lets its agent take the address at once";
        }
        return situation.isServed()
                ? "look at the node agent of each director that is listed: its /status says what hinders it"
                : "look at the PostgreSQL log of the new leader: it leads, and it is still in recovery";
    }

    private static String lsn(Reign successor) {
        return successor
                .fact(EventType.PRIMARY_WRITABLE)
                .map(fact -> fact.data(PrimaryWritable.class).getLsn())
                .orElse("");
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
