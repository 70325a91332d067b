package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A coordinator may die between any two steps. Whoever takes over replays from the offset that was held, and knows
 * what is on the bus and in etcd: then nothing is missing and nothing is there twice.
 */
class TakeoverTest {
    private static final List<AgentRegistration> HOSTS = Seen.hosts("n1", "n2", "n3");

    private static final BusRecord[] SWITCHOVER = with(by("n2", -1300).requested("n1", 10, 15), HandoverTest.FAILOVER);

    private static final BusRecord[] WITHDRAWN_THEN_LOST = with(
            by("n2", -1300).requested("n1", 10, 15), with(by("n2", -900).withdrawn(10, 17), HandoverTest.FAILOVER));

    private static final BusRecord[] SUPERSEDED = {
        HandoverTest.FAILOVER[0],
        HandoverTest.FAILOVER[1],
        by("n3", 100).lost("n2", 20),
        by("n3", 150).acquired("n3", 30, 20),
        by("n3", 200).writable("n3", 30, 5),
        by("n3", 201).address("write", 30),
        by("n1", 203).route("haproxy", "n3", 30),
        by("n2", 204).route("haproxy", "n3", 30),
        by("n3", 205).route("haproxy", "n3", 30),
        by("n3", 206).proven("n3", 30)
    };

    @Test
    void R8_aFailoverSurvivesADeathAfterAnyStep() {
        everyDeath(with(HandoverTest.FAILOVER, by("n3", 196).route("haproxy", "n2", 20)));
    }

    @Test
    void R8_aSwitchoverSurvivesADeathAfterAnyStep() {
        everyDeath(with(SWITCHOVER, by("n3", 196).route("haproxy", "n2", 20)));
    }

    @Test
    void R8_anEndAfterAWithdrawalSurvivesADeathAfterAnyStep() {
        everyDeath(with(WITHDRAWN_THEN_LOST, by("n3", 196).route("haproxy", "n2", 20)));
    }

    @Test
    void R8_aSupersededHandoverSurvivesADeathAfterAnyStep() {
        everyDeath(SUPERSEDED);
    }

    @Test
    void R8_aHandoverEndsOnceAlsoWhenARestoredEtcdBringsItsRecordBackAsOpen() {
        BusRecord[] all = with(HandoverTest.FAILOVER, by("n3", 196).route("haproxy", "n2", 20));
        Play first = Play.led("n1", "n2", "n3").see(all[0]);
        HandoverRecord backup = first.world.record;
        assertTrue(backup.getOpen());
        first.see(all);
        assertEquals(1, endings(first.world));
        first.world.record = backup;
        new Play(first.world, "co2", HOSTS, Seen.ETCD + 1).see(all).live();
        assertEquals(1, endings(first.world));
    }

    @Test
    void R8_aHandoverEndsAlsoWhenARestoredEtcdDoesNotKnowThatItBegan() {
        BusRecord[] all = with(HandoverTest.FAILOVER, by("n3", 196).route("haproxy", "n2", 20));
        Play first = Play.led("n1", "n2", "n3");
        HandoverRecord backup = first.world.record;
        first.see(all[0]);
        String begun = first.world.record.getId();
        assertTrue(first.world.record.getOpen());
        first.world.record = backup;
        Play second =
                new Play(first.world, "co2", HOSTS, Seen.ETCD + 1).see(all).live();
        assertEquals(1, endings(second.world));
        assertEquals(begun, second.world.record.getId());
        assertFalse(second.world.record.getOpen());
    }

    @Test
    void R8_aRestoredRecordOfAnEarlierHandoverIsWrittenAnew() {
        BusRecord[] all = with(HandoverTest.FAILOVER, by("n3", 196).route("haproxy", "n2", 20));
        Play first = Play.led("n1", "n2", "n3");
        HandoverRecord backup = first.world.record;
        first.see(all);
        String ended = first.world.record.getId();
        first.world.record = backup;
        Play second = new Play(first.world, "co2", HOSTS, Seen.ETCD + 1).live();
        assertEquals(1, endings(second.world));
        assertEquals(ended, second.world.record.getId());
        assertTrue(second.world.record.getAnnounced());
        assertEquals("n2", second.world.described.getLeader());
    }

    private static long endings(Play.World world) {
        return world.events.stream()
                .filter(event -> event.type() == EventType.HANDOVER_COMPLETED)
                .count();
    }

    @Test
    void aTakeoverOfAQuietScopeStillDescribesItsLeaderAsWritable() {
        Play first = Play.led("n1", "n2", "n3");
        Play second = new Play(first.world, "co2", Seen.hosts("n1", "n2")).live();
        assertEquals("n1", second.world.described.getLeader());
        assertTrue(second.world.described.getWritable());
    }

    @Test
    void aLeaderThatPutItsKeyAgainWhileAHandoverWasOpenedForItIsStillWritableAfterATakeover() {
        BusRecord missed = by("n3", 100).acquired("n1", 21, 10);
        BusRecord known = by("n1", 200).reaffirmed("n1", 21, 10);
        Play first = Play.led("n1", "n2", "n3").see(missed);
        assertTrue(first.world.record.getOpen(), "whoever missed the end of epoch 10 takes 21 for a new reign");
        first.see(known);
        Play second = new Play(first.world, "co2", HOSTS).see(missed, known).live();
        assertEquals(21, second.world.described.getEpoch());
        assertTrue(second.world.described.getWritable());
    }

    @Test
    void aLeaderThatPutItsKeyAgainManyTimesIsStillWritable() {
        Play play = Play.led("n1", "n2", "n3").see(HandoverTest.FAILOVER);
        for (int again = 1; again <= 12; again++) {
            play.see(by("n1", 1000 + again).reaffirmed("n2", 20 + again, 19 + again));
        }
        play.see(by("n3", 2000).reaffirmed("n2", 21, 20));
        assertEquals(32, play.world.described.getEpoch());
        assertTrue(play.world.described.getWritable());
    }

    @Test
    void whoMissedTheFirstOfManyReputsDoesNotMakeTheLastOneAHandover() {
        Play play = Play.led("n1", "n2").see(HandoverTest.FAILOVER);
        assertEquals(HandoverResult.COMPLETED, HandoverTest.completed(play).getResult());
        play.see(by("n1", 1000).reaffirmed("n2", 21, 20), by("n3", 1100).acquired("n2", 21, 10));
        for (int again = 2; again <= 12; again++) {
            play.see(by("n1", 2000 + again).reaffirmed("n2", 20 + again, 19 + again));
        }
        assertEquals(
                1,
                play.events(EventType.HANDOVER_STARTED, HandoverStarted.class).size());
        assertEquals(32, play.world.described.getEpoch());
        assertTrue(play.world.described.getWritable());
    }

    @Test
    void whoMissedTheLeaderInBetweenDoesNotMakeASecondOverwritingAReput() {
        Play play = Play.led("n1", "n2", "n3");
        play.see(by("n2", 0).overwritten("n2", 20, "n1", 10), by("n2", 500).overwritten("n1", 30, "n2", 20));
        play.see(by("n3", 600).reaffirmed("n1", 30, 10));
        assertEquals("n1", play.world.described.getLeader());
        assertEquals(30, play.world.described.getEpoch());
    }

    @Test
    void whoMissedTheReputsInBetweenDoesNotMakeALaterOneAnOverwriting() {
        Play play = Play.led("n1", "n2", "n3").see(HandoverTest.FAILOVER);
        play.see(by("n2", 1000).reaffirmed("n2", 30, 20), by("n3", 1500).overwritten("n2", 30, "n1", 10));
        assertEquals("n2", play.world.described.getLeader());
        assertTrue(play.world.described.getWritable());
    }

    /** A restored etcd brings back the key that it saw last: to n3 the leader never went. */
    @Test
    void whoMissedTheLeaderInBetweenDoesNotJoinTwoReignsOfOneMember() {
        Play play = Play.led("n1", "n2", "n3").see(HandoverTest.FAILOVER);
        play.see(by("n2", 1000).lost("n2", 20), by("n2", 1000).acquired("n1", 30, 20));
        play.see(by("n3", 1100).reaffirmed("n1", 30, 10));
        assertEquals("n1", play.world.described.getLeader());
        assertEquals(30, play.world.described.getEpoch());
    }

    @Test
    void theRosterIsTheOneOfTheOpeningWhoeverClosesIt() {
        Play first = Play.led("n1", "n2", "n3").see(HandoverTest.FAILOVER[0]);
        Play second = new Play(first.world, "co2", Seen.hosts("n1", "n2"));
        second.see(HandoverTest.FAILOVER).live();
        assertEquals(
                HandoverResult.COMPLETED_PARTLY, HandoverTest.completed(second).getResult());
        assertEquals(List.of("n3/haproxy"), HandoverTest.completed(second).getUnconfirmedList());
    }

    @Test
    void aCoordinatorWhoseRecordIsAnothersStepsDown() {
        Play play = Play.led("n1", "n2").etcd(false).see(HandoverTest.FAILOVER[0]);
        play.input(new Input.RecordTaken(new Moment(0, Seen.T0), "co2"));
        Action last = play.world.all.get(play.world.all.size() - 1);
        assertTrue(last instanceof Action.StepDown step && step.reason().contains("co2"));
        assertEquals(List.of("leader.lost"), play.eventNouns());
    }

    @Test
    void aReplayOfWhatIsOverChangesNothing() {
        Play first = Play.led("n1", "n2").see(HandoverTest.FAILOVER);
        int events = first.world.events.size();
        int commands = first.world.commands.size();
        int audits = first.world.audit.size();
        new Play(first.world, "co2", Seen.hosts("n1", "n2"))
                .see(HandoverTest.FAILOVER)
                .live();
        assertEquals(events, first.world.events.size());
        assertEquals(commands, first.world.commands.size());
        assertEquals(audits, first.world.audit.size());
    }

    private static void everyDeath(BusRecord[] records) {
        Play whole = Play.led("n1", "n2", "n3").see(records);
        List<String> expected =
                whole.world.events.stream().map(TakeoverTest::name).sorted().toList();
        List<HandoverCompleted> results = ends(whole);
        int steps = whole.world.all.size() * 2;
        for (int step = 0; step < steps; step++) {
            Play survivor = die(records, step);
            String after = " after death at step " + step + ": " + survivor.eventNouns();
            assertEquals(
                    expected,
                    survivor.world.events.stream()
                            .map(TakeoverTest::name)
                            .sorted()
                            .toList(),
                    after);
            assertEquals(results, ends(survivor), after);
            inOrder(survivor, after);
            assertTrue(survivor.world.holds.isEmpty(), "offsets are held for ever" + after);
        }
    }

    private static Play die(BusRecord[] records, int step) {
        Play first = Play.led("n1", "n2", "n3").dyingAfter(step);
        int committed = 0;
        int read = 0;
        while (read < records.length && !first.isDead()) {
            boolean held = !first.world.holds.isEmpty();
            first.see(records[read]);
            read++;
            boolean free = first.world.holds.isEmpty() && !first.isDead();
            boolean heldFromHere = !held && !first.world.holds.isEmpty();
            committed = free ? read : heldFromHere ? read - 1 : committed;
        }
        Play second = new Play(first.world, "co2", HOSTS);
        second.see(Arrays.copyOfRange(records, Math.min(committed, read), read)).live();
        return second.see(Arrays.copyOfRange(records, read, records.length));
    }

    /** What started is not told after what it led to. */
    private static void inOrder(Play play, String after) {
        List<String> nouns = play.eventNouns();
        assertTrue(nouns.indexOf("handover.started") < nouns.indexOf("handover.completed"), after);
        assertEquals("handover.completed", nouns.get(nouns.size() - 1), after);
    }

    private static String name(BusRecord event) {
        return event.type().noun() + " " + event.id() + " " + event.correlationId();
    }

    /** Times of the end differ where no fact ends it; all else is the same whoever tells it. */
    private static List<HandoverCompleted> ends(Play play) {
        return play.events(EventType.HANDOVER_COMPLETED, HandoverCompleted.class).stream()
                .map(end -> end.toBuilder().clearCompletedUs().clearReason().build())
                .toList();
    }

    private static BusRecord[] with(BusRecord first, BusRecord[] rest) {
        List<BusRecord> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(rest));
        return all.toArray(BusRecord[]::new);
    }

    private static BusRecord[] with(BusRecord[] records, BusRecord more) {
        List<BusRecord> all = new ArrayList<>(List.of(records));
        all.add(all.size() - 1, more);
        return all.toArray(BusRecord[]::new);
    }
}
