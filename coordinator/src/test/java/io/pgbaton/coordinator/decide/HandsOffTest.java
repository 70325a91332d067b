package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.HandoverTest.FAILOVER;
import static io.pgbaton.coordinator.decide.HandoverTest.completed;
import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.Acknowledgement;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.ClusterResumed;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.Maintenance;
import io.pgbaton.proto.v1.MaintenanceState;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.Pause;
import io.pgbaton.proto.v1.PauseState;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Resumption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R11 in the coordinator: what it does not command, and what it tells of it, once. */
class HandsOffTest {

    @Test
    void aPauseDrainsNobodyAndTheAddressFollowsTheLeader() {
        Play play = Play.led("n1", "n2").hands(paused(14, false));
        play.see(by("n1", 1).requested("n1", 10, 15));
        assertEquals(List.of(), play.commandNames());
        play.see(FAILOVER);
        assertTrue(play.commandNames().contains("n2 acquire_address"));
        assertEquals(HandoverResult.COMPLETED, completed(play).getResult());
    }

    @Test
    void aPauseGivesBackWhatIsDrained() {
        Play play =
                Play.led("n1", "n2").see(by("n1", 0).requested("n1", 10, 15)).hands(paused(14, false));
        assertEquals(List.of("n1 drain", "n2 drain", "n1 undrain", "n2 undrain"), play.commandNames());
    }

    @Test
    void aFrozenAddressIsNotCommandedAndTheHandoverSaysWhy() {
        Play play = Play.led("n1", "n2").hands(paused(14, true)).see(withoutAddress());
        assertFalse(play.commandNames().contains("n2 acquire_address"));
        assertEquals(HandoverResult.COMPLETED_PARTLY, completed(play).getResult());
        assertEquals(List.of("write"), completed(play).getUnconfirmedList());
        assertEquals(
                "the address stays off: the scope is paused, the address frozen, by ann@db1: storm",
                completed(play).getReason());
    }

    @Test
    void aNodeInMaintenanceIsNotCommandedToTakeTheAddress() {
        Play play = Play.led("n1", "n2").hands(maintenance(14, "n2", 0)).see(withoutAddress());
        assertFalse(play.commandNames().contains("n2 acquire_address"));
        assertTrue(completed(play).getReason().contains("n2 is in maintenance by ann@db1: kernel"));
    }

    @Test
    void aMaintenanceThatIsClearedDuringTheHandoverLetsItBeCommanded() {
        Play play = Play.led("n1", "n2").hands(maintenance(14, "n2", 0)).see(FAILOVER[0], FAILOVER[1]);
        play.hands(HandsOff.NONE);
        assertTrue(play.commandNames().contains("n2 acquire_address"));
    }

    @Test
    void pauseAndResumeAreToldOnceWithReasonAndActor() {
        HandsOff paused = paused(14, false);
        Play play = Play.led("n1", "n2").hands(paused).hands(paused);
        ClusterPaused told =
                play.events(EventType.CLUSTER_PAUSED, ClusterPaused.class).get(0);
        assertEquals("ann@db1", told.getPgbaton().getPause().getActor());
        assertEquals("storm", told.getPgbaton().getPause().getReason());
        assertFalse(play.world.described.getPatroniPaused(), "Patroni's own pause is something else");
        assertEquals(1, play.world.described.getPausesCount());

        Resumption ben = Resumption.newBuilder().setActor("ben@db1").build();
        HandsOff over = new HandsOff(
                List.of(),
                List.of(new HandsOff.Ended(false, 20, ben)),
                List.of(),
                Acknowledgement.getDefaultInstance(),
                List.of());
        play.hands(over).hands(over);
        ClusterResumed resumed =
                play.events(EventType.CLUSTER_RESUMED, ClusterResumed.class).get(0);
        assertEquals("ben@db1", resumed.getBy().getActor());
        assertEquals("ann@db1", resumed.getPgbaton().getPause().getActor());
        assertEquals(List.of("cluster.paused", "cluster.resumed"), play.eventNouns());
    }

    @Test
    void R8_whoeverTakesOverTellsWhatTheOneBeforeDidNot() {
        Play first = Play.led("n1", "n2").hands(paused(14, false));
        Play second = new Play(first.world, "co2", Seen.hosts("n1", "n2")).live();
        assertEquals(List.of("cluster.paused"), second.eventNouns(), "not twice");

        first.world.hands = HandsOff.NONE;
        new Play(first.world, "co3", Seen.hosts("n1", "n2")).live();
        assertEquals(List.of("cluster.paused", "cluster.resumed"), second.eventNouns());
    }

    @Test
    void aMaintenanceIsAChangeOfItsMemberAndEndsByItsTime() {
        Play play = Play.led("n1", "n2").hands(maintenance(14, "n2", 5));
        assertEquals(1, play.world.described.getMaintenanceCount());
        play.fire(TimerKey.Kind.MAINTENANCE);
        assertEquals(0, play.world.described.getMaintenanceCount());
        List<MemberChanged> told = play.events(EventType.MEMBER_CHANGED, MemberChanged.class);
        assertEquals(
                List.of(false, true),
                told.stream().map(MemberChanged::getMaintenanceOver).toList());
        assertEquals("n2", told.get(0).getMember().getName());
        assertEquals(2, play.world.events.stream().map(e -> e.id()).distinct().count());
    }

    @Test
    void automationWaitsForTheEndOfAPause() {
        Play play = Play.led("n1", "n2");
        assertEquals(Set.of(), play.state().obstacles());
        assertEquals(
                Set.of(RefusalReason.PAUSED),
                play.hands(paused(14, false)).state().obstacles());
        assertEquals(Set.of(), play.hands(HandsOff.NONE).state().obstacles());
    }

    /** The failover, but that nobody has the address. */
    private static BusRecord[] withoutAddress() {
        return List.of(FAILOVER).stream()
                .filter(record -> record.type() != EventType.ADDRESS_ACQUIRED)
                .toArray(BusRecord[]::new);
    }

    private static HandsOff paused(long revision, boolean address) {
        Pause pause = Pause.newBuilder()
                .setActor("ann@db1")
                .setReason("storm")
                .setAddress(address)
                .build();
        return new HandsOff(
                List.of(PauseState.newBuilder()
                        .setRevision(revision)
                        .setPause(pause)
                        .build()),
                List.of(),
                List.of(),
                Acknowledgement.getDefaultInstance(),
                List.of());
    }

    /** @param seconds after {@link Seen#T0} when it ends, 0 for never */
    private static HandsOff maintenance(long revision, String node, long seconds) {
        Maintenance.Builder maintenance =
                Maintenance.newBuilder().setActor("ann@db1").setReason("kernel").setMember(node);
        if (seconds > 0) {
            maintenance.setUntil(HandsOffText.timestamp(Seen.T0.plusSeconds(seconds)));
        }
        MaintenanceState state = MaintenanceState.newBuilder()
                .setNode(node)
                .setRevision(revision)
                .setMaintenance(maintenance)
                .build();
        return new HandsOff(List.of(), List.of(), List.of(state), Acknowledgement.getDefaultInstance(), List.of());
    }
}
