package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.rehearsal.Schedule;
import java.time.Duration;

/**
 * @param handoverTimeout DESIGN 4: a handover without a working write path fails after this
 * @param drainLimit DESIGN 4: drained and the leader stays: back up at once
 * @param settle all is done, one observation of it is missing: how long it is waited for
 * @param patience how long public facts wait for etcd, so that handover.started stands before them
 * @param retryTick how often commands without an answer are looked at
 * @param flapping R11: how many handovers in which time are too many
 * @param rehearsal how often one is due, and how long it may take
 * @param silence between the end of a registration and calling its agent silent, so that a farewell can arrive
 */
public record Timings(
        Duration handoverTimeout,
        Duration drainLimit,
        Duration settle,
        Duration patience,
        Duration retryTick,
        Duration silence,
        Stability.Limits flapping,
        Schedule rehearsal) {

    public static Timings of(Duration handoverTimeout) {
        return of(handoverTimeout, Stability.Limits.USUAL, Schedule.BY_HAND);
    }

    public static Timings of(Duration handoverTimeout, Stability.Limits flapping, Schedule rehearsal) {
        return new Timings(
                handoverTimeout,
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                flapping,
                rehearsal);
    }
}
