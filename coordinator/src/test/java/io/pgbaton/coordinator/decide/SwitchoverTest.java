package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.HandoverTest.completed;
import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwitchoverTest {

    @Test
    void anImmediateOneDrainsEveryProxyAtOnce() {
        Play play = Play.led("n1", "n2").see(by("n1", 0).requested("n1", 10, 15));
        assertEquals(List.of("n1 drain", "n2 drain"), play.commandNames());
        Command drain = play.world.commands.get(0).data(Command.class);
        assertEquals(3000, drain.getValidForMs(), "it must end by itself when no coordinator is left");
        assertEquals(List.of("handover.started"), play.eventNouns());
    }

    @Test
    void theDrainIsItsFirstPhase() {
        Play play = Play.led("n1", "n2")
                .see(by("n2", -1300).requested("n1", 10, 15))
                .see(HandoverTest.FAILOVER);
        assertEquals(HandoverKind.SWITCHOVER, completed(play).getKind());
        Phase drain = completed(play).getPhases(0);
        assertEquals("drain", drain.getName());
        assertEquals(1_300_000, drain.getDurationUs());
        assertFalse(play.commandNames().contains("n1 undrain"));
    }

    @Test
    void aWithdrawnOneGivesTheTrafficBackAtOnce() {
        Play play = Play.led("n1", "n2")
                .see(by("n1", 0).requested("n1", 10, 15), by("n1", 400).withdrawn(10, 17));
        assertEquals(List.of("n1 drain", "n2 drain", "n1 undrain", "n2 undrain"), play.commandNames());
        assertEquals(HandoverResult.WITHDRAWN, completed(play).getResult());
        assertEquals(10, play.world.described.getEpoch());
    }

    @Test
    void aLeaderThatStaysGetsItsTrafficBackAfterThreeSeconds() {
        Play play =
                Play.led("n1", "n2").see(by("n1", 0).requested("n1", 10, 15)).fire(TimerKey.Kind.DRAIN_LIMIT);
        assertEquals(List.of("n1 drain", "n2 drain", "n1 undrain", "n2 undrain"), play.commandNames());
        assertFalse(play.eventNouns().contains("handover.completed"), "it may still step down");
        play.fire(TimerKey.Kind.HANDOVER_TIMEOUT);
        assertEquals(HandoverResult.WITHDRAWN, completed(play).getResult());
    }

    @Test
    void oneThatComesAfterTheDrainWasGivenUpIsStillTheSameHandover() {
        Play play = Play.led("n1", "n2")
                .see(by("n1", -4000).requested("n1", 10, 15))
                .fire(TimerKey.Kind.DRAIN_LIMIT);
        play.see(HandoverTest.FAILOVER);
        assertEquals(HandoverResult.COMPLETED, completed(play).getResult());
        assertEquals(
                1, play.eventNouns().stream().filter("handover.started"::equals).count());
    }

    @Test
    void askedForAgainAfterAWithdrawalItDrainsAgain() {
        Play play = Play.led("n1", "n2")
                .see(by("n1", 0).requested("n1", 10, 15), by("n1", 400).withdrawn(10, 17));
        play.see(by("n1", 900).requested("n1", 10, 19));
        assertEquals("n2 drain", play.commandNames().get(5));
        assertEquals(6, play.world.commands.stream().map(c -> c.id()).distinct().count(), "agents act once for an id");
    }

    @Test
    void afterAWithdrawalTheEndOfTheEpochIsAHandoverOfItsOwn() {
        Play play = Play.led("n1", "n2")
                .see(by("n1", -900).requested("n1", 10, 15), by("n1", -400).withdrawn(10, 17));
        play.see(HandoverTest.FAILOVER);
        List<HandoverCompleted> all = play.events(EventType.HANDOVER_COMPLETED, HandoverCompleted.class);
        assertEquals(
                List.of(HandoverResult.WITHDRAWN, HandoverResult.COMPLETED),
                all.stream().map(h -> h.getResult()).toList());
        assertEquals(HandoverKind.FAILOVER, all.get(1).getKind());
        assertEquals(
                play.world.events.size(),
                play.world.events.stream().map(e -> e.id()).distinct().count());
    }

    @Test
    void aScheduledOneDrainsNothingUntilTheLeaderStops() {
        Play play = Play.led("n1", "n2").see(by("n1", 0).scheduled("n1", 10, 15, "2026-11-20T04:00:00Z"));
        assertEquals(List.of(), play.commandNames());
        play.see(by("n1", 3_600_000).stopping("n1", 10));
        assertEquals(List.of("n1 drain", "n2 drain"), play.commandNames());
    }

    @Test
    void oneThatNamesAnotherLeaderOrNoneDrainsNothing() {
        Play play = Play.led("n1", "n2")
                .see(by("n1", 0).requested("n2", 10, 15), by("n1", 1).requested("", 10, 16));
        assertEquals(List.of(), play.commandNames());
    }

    @Test
    void R11_aPausedClusterIsNotDrained() {
        ClusterPaused paused = ClusterPaused.newBuilder().setRevision(14).build();
        Play play = Play.led("n1", "n2").see(by("n1", 0).of(EventType.CLUSTER_PAUSED, "", paused));
        play.see(by("n1", 1).requested("n1", 10, 15));
        assertEquals(List.of(), play.commandNames());
        assertTrue(play.world.described.getPatroniPaused());
    }

    @Test
    void aWithdrawnSwitchoverDoesNotEndAgainAHandoverThatFailedBefore() {
        Play play = Play.led("n1", "n2").see(by("n2", 0).lost("n1", 10)).fire(TimerKey.Kind.HANDOVER_TIMEOUT);
        play.see(by("n2", 31_000).acquired("n2", 20, 10), by("n2", 31_200).writable("n2", 20, 4));
        play.see(by("n2", 31_210).address("write", 20), by("n2", 31_220).proven("n2", 20));
        play.see(by("n1", 31_230).route("haproxy", "n2", 20), by("n2", 31_240).route("haproxy", "n2", 20));
        play.see(by("n2", 40_000).requested("n2", 20, 25), by("n2", 40_500).withdrawn(20, 27));
        assertEquals(
                List.of("handover.started", "handover.failed", "handover.started", "handover.completed"),
                play.eventNouns().stream()
                        .filter(noun -> noun.startsWith("handover"))
                        .toList());
    }
}
