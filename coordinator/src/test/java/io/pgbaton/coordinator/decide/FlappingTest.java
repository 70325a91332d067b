package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Acknowledgement;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverMark;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R11: after the third handover in a window automation waits until a person has taken note. */
class FlappingTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    @Test
    void theThirdHandoverWithinTheHourFlapsUntilItIsAcknowledged() {
        Play play = Play.led("n1", "n2");
        failover(play, 0, 10, 20);
        failover(play, 20 * MINUTE, 20, 30);
        assertEquals(Set.of(), play.state().obstacles());
        failover(play, 40 * MINUTE, 30, 40);
        assertEquals(Set.of(RefusalReason.FLAPPING), play.state().obstacles());
        assertEquals(id(30), play.world.described.getFlapping().getHandover());
        assertEquals(
                List.of(false, false, true),
                play.events(EventType.HANDOVER_COMPLETED, HandoverCompleted.class).stream()
                        .map(HandoverCompleted::getFlapping)
                        .toList());

        play.hands(acknowledged(id(20)));
        assertEquals(Set.of(RefusalReason.FLAPPING), play.state().obstacles(), "an earlier one is not enough");
        play.hands(acknowledged(id(30)));
        assertEquals(Set.of(), play.state().obstacles());
        assertFalse(play.world.described.hasFlapping());
    }

    @Test
    void whatIsAcknowledgedCountsNoMore() {
        Play play = flapping().hands(acknowledged(id(30)));
        failover(play, 50 * MINUTE, 40, 50);
        failover(play, 55 * MINUTE, 50, 60);
        assertEquals(Set.of(), play.state().obstacles());
        failover(play, 58 * MINUTE, 60, 70);
        assertEquals(Set.of(RefusalReason.FLAPPING), play.state().obstacles());
    }

    @Test
    void aLaterOneAcknowledgesTheEarlierToo() {
        Play play = flapping();
        failover(play, 40 * MINUTE + 2 * HOUR, 40, 50);
        assertEquals(id(30), play.world.described.getFlapping().getHandover(), "quiet hours do not end it");
        play.hands(acknowledged(id(40)));
        assertEquals(Set.of(), play.state().obstacles());
    }

    @Test
    void threeInMoreThanTheWindowDoNotFlap() {
        Play play = Play.led("n1", "n2");
        failover(play, 0, 10, 20);
        failover(play, 50 * MINUTE, 20, 30);
        failover(play, HOUR + 1, 30, 40);
        assertEquals(Set.of(), play.state().obstacles());
        failover(play, HOUR + MINUTE, 40, 50);
        assertEquals(Set.of(RefusalReason.FLAPPING), play.state().obstacles());
    }

    @Test
    void itSurvivesTheCoordinator() {
        Play first = flapping();
        Play second = new Play(first.world, "co2", Seen.hosts("n1", "n2")).live();
        assertEquals(Set.of(RefusalReason.FLAPPING), second.state().obstacles());
        first.world.hands = acknowledged(id(30));
        Play third = new Play(first.world, "co3", Seen.hosts("n1", "n2")).live();
        assertEquals(Set.of(), third.state().obstacles());
        assertFalse(first.world.described.hasFlapping());
    }

    @Test
    void aWithdrawnSwitchoverAndABootstrapDoNotCount() {
        assertFalse(Stability.counts(HandoverKind.SWITCHOVER, HandoverResult.WITHDRAWN));
        assertFalse(Stability.counts(HandoverKind.BOOTSTRAP, HandoverResult.COMPLETED));
        assertTrue(Stability.counts(HandoverKind.SWITCHOVER, HandoverResult.COMPLETED));
        assertTrue(Stability.counts(HandoverKind.RESTART, HandoverResult.FAILED));
    }

    @Test
    void anUnknownHandoverAcknowledgesNothing() {
        assertEquals(
                Set.of(RefusalReason.FLAPPING),
                flapping().hands(acknowledged("0123")).state().obstacles());
    }

    @Test
    void oneHandoverIsCountedOnce() {
        HandoverMark mark =
                HandoverMark.newBuilder().setHandover("a").setEndedEpoch(5).build();
        Stability.Limits two = new Stability.Limits(2, Duration.ofHours(1));
        assertTrue(Stability.CALM.with(mark, two).with(mark, two).flapping().isEmpty());
    }

    private static Play flapping() {
        Play play = Play.led("n1", "n2");
        failover(play, 0, 10, 20);
        failover(play, 20 * MINUTE, 20, 30);
        failover(play, 40 * MINUTE, 30, 40);
        return play;
    }

    /** From the member that leads in one epoch to the other in the next. */
    private static void failover(Play play, long at, long ended, long next) {
        String old = ended / 10 % 2 == 1 ? "n1" : "n2";
        String now = old.equals("n1") ? "n2" : "n1";
        play.see(
                by(now, at).lost(old, ended),
                by(now, at + 70).acquired(now, next, ended),
                by(now, at + 180).writable(now, next, 4),
                by(now, at + 185).address("write", next),
                by("n1", at + 190).route("haproxy", now, next),
                by("n2", at + 195).route("haproxy", now, next),
                by(now, at + 200).proven(now, next));
    }

    private static String id(long endedEpoch) {
        return EventIds.handover(Seen.ETCD, Seen.SCOPE, endedEpoch);
    }

    private static HandsOff acknowledged(String handover) {
        return new HandsOff(
                List.of(),
                List.of(),
                List.of(),
                Acknowledgement.newBuilder().setHandover(handover).build(),
                List.of());
    }
}
