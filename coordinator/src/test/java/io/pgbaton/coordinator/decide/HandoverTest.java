package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import io.pgbaton.proto.v1.Source;
import io.pgbaton.proto.v1.SourceLost;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HandoverTest {

    static final BusRecord[] FAILOVER = {
        by("n2", 0).lost("n1", 10),
        by("n2", 70).acquired("n2", 20, 10),
        by("n2", 180).writable("n2", 20, 4),
        by("n2", 185).address("write", 20),
        by("n2", 190).route("haproxy", "n2", 20),
        by("n1", 195).route("haproxy", "n2", 20),
        by("n2", 200).proven("n2", 20)
    };

    @Test
    void aFailoverIsToldFromTheLossToTheLastDirector() {
        Play play = Play.led("n1", "n2").see(FAILOVER);
        assertEquals(
                List.of(
                        "leader.lost",
                        "handover.started",
                        "leader.acquired",
                        "primary.writable",
                        "address.acquired",
                        "route.changed",
                        "route.changed",
                        "handover.completed"),
                play.eventNouns());
        HandoverCompleted completed = completed(play);
        assertEquals(HandoverKind.FAILOVER, completed.getKind());
        assertEquals(HandoverResult.COMPLETED, completed.getResult());
        assertEquals("n1", completed.getOldMember());
        assertEquals("n2", completed.getNewMember());
        assertEquals(3, completed.getOldTimeline());
        assertEquals(4, completed.getNewTimeline());
        assertEquals("0/5000060", completed.getLsn());
        assertTrue(completed.getUnconfirmedList().isEmpty());
    }

    @Test
    void everythingInAHandoverCarriesTheIdDerivedFromTheEpochThatEnded() {
        Play play = Play.led("n1", "n2").see(FAILOVER);
        Set<String> ids =
                play.world.events.stream().map(BusRecord::correlationId).collect(Collectors.toSet());
        assertEquals(Set.of(EventIds.handover(Seen.ETCD, Seen.SCOPE, 10)), ids);
        assertTrue(play.world.commands.stream().allMatch(c -> ids.contains(c.correlationId())));
        assertTrue(play.world.audit.stream().allMatch(a -> ids.contains(a.correlationId())));
    }

    @Test
    void theNewLeaderIsToldToTakeTheAddressAndEveryProxyToPrepareAndThenToRoute() {
        Play play = Play.led("n1", "n2").see(FAILOVER[0], FAILOVER[1]);
        assertEquals(List.of("n2 acquire_address", "n1 prepare_route", "n2 prepare_route"), play.commandNames());
        play.see(FAILOVER[2]);
        assertEquals(
                List.of("n1 route", "n2 route"),
                play.commandNames().subList(3, play.commandNames().size()));
    }

    @Test
    void commandsDoNotWaitForEtcd() {
        Play play = Play.led("n1", "n2").etcd(false).see(FAILOVER);
        assertTrue(play.commandNames().contains("n2 acquire_address"));
        assertEquals(List.of("leader.lost"), play.eventNouns());
        play.etcd(true);
        assertEquals("handover.started", play.eventNouns().get(1));
        assertEquals(HandoverResult.COMPLETED, completed(play).getResult());
    }

    @Test
    void publicFactsDoNotWaitForEtcdForEver() {
        Play play = Play.led("n1", "n2").etcd(false).see(FAILOVER).fire(TimerKey.Kind.PATIENCE);
        assertTrue(play.eventNouns().contains("primary.writable"));
        assertFalse(play.eventNouns().contains("handover.started"));
    }

    @Test
    void whatSeveralAgentsSeeIsOneEvent() {
        Play play = Play.led("n1", "n2")
                .see(FAILOVER[0], by("n3", 2).lost("n1", 10), by("n1", 5).lost("n1", 10));
        assertEquals(List.of("leader.lost", "handover.started"), play.eventNouns());
        assertEquals(Seen.T0, play.world.events.get(0).time());
    }

    @Test
    void R8_anEpochOlderThanTheLastHandoverIsHistory() {
        Play play = Play.led("n1", "n2").see(FAILOVER);
        int before = play.world.events.size();
        play.see(
                by("n3", 900).lost("n1", 5),
                by("n3", 901).writable("n1", 5, 2),
                by("n3", 902).acquired("n1", 6, 5));
        assertEquals(before, play.world.events.size());
        assertFalse(play.runs(TimerKey.Kind.HANDOVER_TIMEOUT));
    }

    @Test
    void theFirstLeaderOfAllIsABootstrap() {
        Play play = new Play(new Play.World(), "co1", Seen.hosts("n1")).live();
        play.see(
                by("n1", 0).acquired("n1", 10, 0),
                by("n1", 100).writable("n1", 10, 1),
                by("n1", 101).address("write", 10),
                by("n1", 102).route("haproxy", "n1", 10),
                by("n1", 103).proven("n1", 10));
        assertEquals(HandoverKind.BOOTSTRAP, completed(play).getKind());
        assertEquals(HandoverResult.COMPLETED, completed(play).getResult());
        assertEquals(
                EventIds.handover(Seen.ETCD, Seen.SCOPE, 0), completed(play).getId());
    }

    @Test
    void theSameMemberAgainAfterTheKeyWasGoneIsARestart() {
        Play play = Play.led("n1", "n2");
        play.see(
                by("n2", 0).lost("n1", 10),
                by("n1", 900).acquired("n1", 20, 10),
                by("n1", 950).writable("n1", 20, 3),
                by("n1", 951).address("write", 20),
                by("n1", 952).route("haproxy", "n1", 20),
                by("n2", 953).route("haproxy", "n1", 20),
                by("n1", 954).proven("n1", 20));
        assertEquals(HandoverKind.RESTART, completed(play).getKind());
    }

    @Test
    void aKeyPutOverByAnotherMemberIsAnOverwriteWithoutALoss() {
        Play play = Play.led("n1", "n2").see(by("n1", 0).overwritten("n2", 20, "n1", 10));
        play.see(FAILOVER[2], FAILOVER[3], FAILOVER[4], FAILOVER[5], FAILOVER[6]);
        assertEquals(HandoverKind.OVERWRITE, completed(play).getKind());
        assertEquals("n1", completed(play).getOldMember());
        assertEquals("leader.overwritten", play.eventNouns().get(0));
    }

    @Test
    void theSameHolderPuttingItsOwnLivingKeyAgainIsNoHandover() {
        Play play = Play.led("n1", "n2").see(by("n1", 0).reaffirmed("n1", 12, 10));
        assertEquals(List.of(), play.eventNouns());
        assertEquals(12, play.world.described.getEpoch());
        play.see(by("n2", 50).lost("n1", 12));
        assertEquals(
                12,
                play.events(EventType.HANDOVER_STARTED, HandoverStarted.class)
                        .get(0)
                        .getEndedEpoch());
    }

    @Test
    void aReaffirmedEpochInTheMiddleOfAHandoverIsStillTheSameReign() {
        Play play =
                Play.led("n1", "n2").see(FAILOVER[0], FAILOVER[1], by("n2", 100).reaffirmed("n2", 22, 20));
        play.see(FAILOVER[2], by("n2", 185).address("write", 22), FAILOVER[4], FAILOVER[5], FAILOVER[6]);
        assertEquals(HandoverResult.COMPLETED, completed(play).getResult());
        assertEquals(22, completed(play).getNewEpoch());
    }

    @Test
    void aNewLeaderWithoutALossThatAnybodySawIsWaitedForShortlyAndThenTold() {
        Play play = Play.led("n1", "n2").see(Arrays.copyOfRange(FAILOVER, 1, 7));
        assertFalse(play.eventNouns().contains("handover.completed"));
        play.fire(TimerKey.Kind.SETTLE);
        assertEquals(HandoverResult.COMPLETED, completed(play).getResult());
        assertEquals(HandoverKind.FAILOVER, completed(play).getKind());
    }

    @Test
    void R5_commitsThatHangAreTold() {
        Play play = Play.led("n1", "n2").see(Arrays.copyOfRange(FAILOVER, 0, 6));
        play.see(by("n2", 5000).blocked("n2", 20));
        assertEquals(HandoverResult.COMMITS_BLOCKED, completed(play).getResult());
    }

    @Test
    void R5_aStandbyClustersAddressFollowsItsLeaderAndNoCommitIsAskedFor() {
        Play play =
                Play.led("n1", "n2").see(FAILOVER[0], FAILOVER[1], by("n2", 90).standbyLeading("n2", 20));
        play.see(FAILOVER[3], FAILOVER[4], FAILOVER[5]);
        assertEquals(HandoverResult.COMPLETED, completed(play).getResult());
    }

    @Test
    void directorsThatDoNotConfirmInTimeAreListed() {
        Play play =
                Play.led("n1", "n2").see(FAILOVER[0], FAILOVER[1], FAILOVER[2], FAILOVER[3], FAILOVER[4], FAILOVER[6]);
        play.fire(TimerKey.Kind.HANDOVER_TIMEOUT);
        assertEquals(HandoverResult.COMPLETED_PARTLY, completed(play).getResult());
        assertEquals(List.of("n1/haproxy"), completed(play).getUnconfirmedList());
    }

    @Test
    void aDirectorWhoseAgentIsGoneIsListedAndNotWaitedFor() {
        Play play =
                Play.led("n1", "n2").see(FAILOVER[0], FAILOVER[1], FAILOVER[2], FAILOVER[3], FAILOVER[4], FAILOVER[6]);
        play.agents(Seen.hosts("n2"));
        assertEquals(HandoverResult.COMPLETED_PARTLY, completed(play).getResult());
        assertEquals(List.of("n1/haproxy"), completed(play).getUnconfirmedList());
    }

    @Test
    void anAgentThatOnlyObservesIsNotExpectedToAct() {
        AgentRegistration watcher =
                Seen.host("n1").toBuilder().setMode("observe").build();
        Play play = Play.led("n1", "n2").agents(List.of(watcher, Seen.host("n2")));
        play.see(FAILOVER[0], FAILOVER[1], FAILOVER[2], FAILOVER[3], FAILOVER[4], FAILOVER[6]);
        assertEquals(HandoverResult.COMPLETED, completed(play).getResult());
    }

    @Test
    void withoutANewLeaderInTimeAHandoverFailsAndSaysWhatToDo() {
        Play play = Play.led("n1", "n2").see(FAILOVER[0]).fire(TimerKey.Kind.HANDOVER_TIMEOUT);
        HandoverFailed failed =
                play.events(EventType.HANDOVER_FAILED, HandoverFailed.class).get(0);
        assertEquals("no new leader in time", failed.getReason());
        assertTrue(failed.getNextStep().contains("patronictl"));
    }

    @Test
    void aLeaderThatComesAfterTheFailureIsFollowedAllTheSame() {
        Play play = Play.led("n1", "n2").see(FAILOVER[0]).fire(TimerKey.Kind.HANDOVER_TIMEOUT);
        play.see(by("n2", 90_000).acquired("n2", 20, 10), by("n2", 90_100).writable("n2", 20, 4));
        assertTrue(play.commandNames().contains("n2 acquire_address"));
        assertTrue(play.commandNames().contains("n1 route"));
        assertEquals(
                1, play.eventNouns().stream().filter("handover.started"::equals).count());
    }

    @Test
    void aHandoverThatTheNextOneOvertakesIsClosedAsSuperseded() {
        Play play = Play.led("n1", "n2", "n3").see(FAILOVER[0], FAILOVER[1]);
        play.see(by("n3", 100).lost("n2", 20), by("n3", 150).acquired("n3", 30, 20));
        assertEquals(HandoverResult.HANDOVER_SUPERSEDED, completed(play).getResult());
        assertEquals(
                List.of(
                        "leader.lost",
                        "handover.started",
                        "leader.acquired",
                        "leader.lost",
                        "handover.completed",
                        "handover.started",
                        "leader.acquired"),
                play.eventNouns());
        assertEquals(20, play.world.record.getEndedEpoch());
        assertEquals(1, play.world.holds.size());
    }

    @Test
    void theLossPhaseBeginsWithTheFirstSignOnTheOldLeadersNode() {
        SourceLost sign =
                SourceLost.newBuilder().setSource(Source.SOURCE_POSTGRES).build();
        Play play = Play.led("n1", "n2").see(by("n1", 0).of(EventType.SOURCE_LOST, "n1", sign));
        play.see(by("n2", 25_000).lost("n1", 10));
        play.see(Arrays.copyOfRange(FAILOVER, 1, 7));
        var lost = completed(play).getPhasesList().stream()
                .filter(phase -> phase.getName().equals("lost"))
                .findFirst()
                .orElseThrow();
        assertEquals(25_000_000, lost.getDurationUs());
    }

    @Test
    void theStateOfTheScopeIsPublishedWhenItChangesAndOnlyThen() {
        Play play = Play.led("n1", "n2").see(FAILOVER);
        assertEquals("n2", play.world.described.getLeader());
        assertTrue(play.world.described.getWritable());
        assertEquals("", play.world.described.getOpenHandover());
        assertEquals(
                completed(play).getId(), play.world.described.getLastHandover().getId());
        long before = play.world.all.stream()
                .filter(Action.DescribeCluster.class::isInstance)
                .count();
        play.see(by("n3", 400).lost("n1", 10));
        assertEquals(
                before,
                play.world.all.stream()
                        .filter(Action.DescribeCluster.class::isInstance)
                        .count());
    }

    static HandoverCompleted completed(Play play) {
        List<HandoverCompleted> all = play.events(EventType.HANDOVER_COMPLETED, HandoverCompleted.class);
        assertEquals(1, all.size(), () -> play.eventNouns().toString());
        return all.get(0);
    }
}
