package io.pgbaton.coordinator.decide;

import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverMark;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.HandoverResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often the leader changed lately (R11). After too many handovers in a window the scope is flapping, until a person takes
 * note of the last of them; quiet hours alone do not end it. What is acknowledged counts no more.
 *
 * <p>Every handover that ended an epoch counts, a switchover too: whoever asked for three within the window can acknowledge
 * them in one command. A bootstrap ends nobody's epoch, nor does a switchover that was withdrawn.
 *
 * <p>Hard state, in the record of the handover in etcd.
 *
 * @param recent those that count, oldest first; at most as many as make it flap
 * @param flapping the newest that was one too many
 */
public record Stability(List<HandoverMark> recent, Optional<HandoverMark> flapping) {
    static final Stability CALM = new Stability(List.of(), Optional.empty());

    /**
     * When it flaps.
     *
     * @param count handovers, at least 2
     * @param window from the beginning of the first to the beginning of the last
     */
    public record Limits(int count, Duration window) {
        /** Three within an hour. */
        public static final Limits USUAL = new Limits(3, Duration.ofHours(1));
    }

    public Stability {
        recent = List.copyOf(recent);
    }

    static Stability of(HandoverRecord record) {
        return new Stability(
                record.getRecentList(), record.hasFlapping() ? Optional.of(record.getFlapping()) : Optional.empty());
    }

    static boolean counts(HandoverKind kind, HandoverResult result) {
        return kind != HandoverKind.BOOTSTRAP && result != HandoverResult.WITHDRAWN;
    }

    Stability with(HandoverMark over, Limits limits) {
        List<HandoverMark> next = new ArrayList<>(recent);
        next.removeIf(mark -> mark.getHandover().equals(over.getHandover()));
        next.add(over);
        while (next.size() > limits.count()) {
            next.remove(0);
        }
        long span = over.getStartedUs() - next.get(0).getStartedUs();
        boolean tooMany =
                next.size() == limits.count() && span <= limits.window().toNanos() / 1000;
        return new Stability(next, tooMany ? Optional.of(over) : flapping);
    }

    /** Of a handover that is not known (any more) nothing is acknowledged. */
    Stability acknowledged(String handover) {
        Optional<HandoverMark> known = flapping.filter(
                        mark -> mark.getHandover().equals(handover))
                .or(() -> recent.stream()
                        .filter(mark -> mark.getHandover().equals(handover))
                        .findFirst());
        return known.map(this::after).orElse(this);
    }

    private Stability after(HandoverMark noted) {
        return new Stability(
                recent.stream().filter(mark -> isLater(mark, noted)).toList(),
                flapping.filter(mark -> isLater(mark, noted)));
    }

    private static boolean isLater(HandoverMark mark, HandoverMark noted) {
        return mark.getEndedEpoch() > noted.getEndedEpoch();
    }
}
