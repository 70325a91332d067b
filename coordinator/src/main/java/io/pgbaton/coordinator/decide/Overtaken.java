package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.handover.HandoverText;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.HandoverResult;
import java.util.Comparator;
import java.util.Optional;

/**
 * A restored etcd brings back the record of an earlier handover, or of an earlier moment of the last. What the bus says is
 * newer: what was opened there has to end, and what has ended there must not end again (R8).
 */
final class Overtaken {
    /** One epoch may be asked to end any number of times before it ends, and that is the last. */
    private static final Comparator<HandoverRecord> AGE = Comparator.comparingLong(HandoverRecord::getEndedEpoch)
            .thenComparingLong(
                    record -> record.getRequestRevision() == 0 ? Long.MAX_VALUE : record.getRequestRevision());

    private final Records records;
    private final Input.TookOver input;

    Overtaken(Records records, Input.TookOver input) {
        this.records = records;
        this.input = input;
    }

    /** As the record has to be now; empty while the one in etcd is the newest there is. */
    Optional<HandoverRecord> newer() {
        HandoverRecord stored = input.record();
        HandoverRecord open = input.described().getOpen();
        // One that nobody was told of is opened anew by the replay.
        boolean forgotten = AGE.compare(open, stored) > 0 && isOnTheBus(EventType.HANDOVER_STARTED, open);
        HandoverRecord newest = forgotten ? open : stored;
        HandoverCompleted last = input.described().getLastHandover();
        if (last.getEndedEpoch() > newest.getEndedEpoch()) {
            return Optional.of(over(last));
        }
        Optional<HandoverResult> result = newest.getAnnounced() ? Optional.empty() : resultOnTheBus(newest, last);
        return result.map(known -> over(newest, known))
                .or(() -> Optional.of(open).filter(o -> forgotten));
    }

    private Optional<HandoverResult> resultOnTheBus(HandoverRecord record, HandoverCompleted last) {
        boolean failed = isOnTheBus(EventType.HANDOVER_FAILED, record);
        boolean described = last.getId().equals(record.getId()) && last.getResult() == HandoverResult.COMPLETED;
        if (!failed && !described && !isOnTheBus(EventType.HANDOVER_COMPLETED, record)) {
            return Optional.empty();
        }
        if (!record.getOpen()) {
            return Optional.of(record.getResult());
        }
        return Optional.of(failed ? HandoverResult.FAILED : HandoverResult.COMPLETED);
    }

    private boolean isOnTheBus(EventType type, HandoverRecord record) {
        return HandoverText.takenOver(record)
                .map(handover -> records.eventId(type, handover.opening()))
                .filter(input.published()::contains)
                .isPresent();
    }

    private static HandoverRecord over(HandoverRecord record, HandoverResult result) {
        return record.toBuilder()
                .setOpen(false)
                .setAnnounced(true)
                .setResult(result)
                .build();
    }

    private HandoverRecord over(HandoverCompleted last) {
        return over(input.record(), last.getResult()).toBuilder()
                .setId(last.getId())
                .setKind(last.getKind())
                .setOldMember(last.getOldMember())
                .setEndedEpoch(last.getEndedEpoch())
                .setOldTimeline(last.getOldTimeline())
                .setNewMember(last.getNewMember())
                .setNewEpoch(last.getNewEpoch())
                .setNewTimeline(last.getNewTimeline())
                .setStartedUs(last.getStartedUs())
                .setReason(last.getReason())
                .clearRequestRevision()
                .build();
    }
}
