package io.pgbaton.cli.handover;

import io.pgbaton.cli.show.Times;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import io.pgbaton.proto.v1.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One handover as the bus tells it.
 *
 * @param result empty while it is open
 * @param newMember empty as long as nobody was elected
 * @param ended when it was complete or had failed
 * @param unconfirmed directors that did not say that they point at the new primary
 * @param records all that carry its id, by time; empty in a list
 */
public record Handover(
        String id,
        Scope scope,
        HandoverKind kind,
        Optional<HandoverResult> result,
        String oldMember,
        String newMember,
        Instant started,
        Optional<Instant> ended,
        List<Phase> phases,
        List<String> unconfirmed,
        String reason,
        String nextStep,
        List<BusRecord> records) {

    static Handover open(BusRecord record) {
        HandoverStarted data = record.data(HandoverStarted.class);
        return new Handover(
                data.getId(),
                record.scope(),
                data.getKind(),
                Optional.empty(),
                data.getOldMember(),
                "",
                record.time(),
                Optional.empty(),
                List.of(),
                List.of(),
                data.getReason(),
                "",
                List.of());
    }

    static Handover completed(BusRecord record) {
        HandoverCompleted data = record.data(HandoverCompleted.class);
        return new Handover(
                data.getId(),
                record.scope(),
                data.getKind(),
                Optional.of(data.getResult()),
                data.getOldMember(),
                data.getNewMember(),
                Times.ofMicros(data.getStartedUs()),
                Optional.of(Times.ofMicros(data.getCompletedUs())),
                data.getPhasesList(),
                data.getUnconfirmedList(),
                data.getReason(),
                "",
                List.of());
    }

    static Handover failed(BusRecord record) {
        HandoverFailed data = record.data(HandoverFailed.class);
        return new Handover(
                data.getId(),
                record.scope(),
                data.getKind(),
                Optional.of(HandoverResult.FAILED),
                data.getOldMember(),
                data.getNewMember(),
                Times.ofMicros(data.getStartedUs()),
                Optional.of(Times.ofMicros(data.getFailedUs())),
                data.getPhasesList(),
                data.getUnconfirmedList(),
                data.getReason(),
                data.getNextStep(),
                List.of());
    }

    Handover with(List<BusRecord> itsRecords) {
        return new Handover(
                id,
                scope,
                kind,
                result,
                oldMember,
                newMember,
                started,
                ended,
                phases,
                unconfirmed,
                reason,
                nextStep,
                List.copyOf(itsRecords));
    }

    /** Empty while it is open. */
    public Optional<Duration> length() {
        return ended.map(end -> Duration.between(started, end));
    }
}
