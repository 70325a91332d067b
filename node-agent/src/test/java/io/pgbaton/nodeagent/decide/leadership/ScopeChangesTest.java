package io.pgbaton.nodeagent.decide.leadership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.LossCause;
import io.pgbaton.proto.v1.SwitchoverRequested;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScopeChangesTest {
    private static final LeaderReading N1 = new LeaderReading("n1", 100, 100, 7);

    @Test
    void aLeaseThatRanOutTakesTheMembersKeyInTheSameRevision() {
        List<Observed> told = between(scope(N1, "n1", "n2"), scope(null, "n2"));
        LeaderLost lost = (LeaderLost) only(told, EventType.LEADER_LOST).data();
        assertEquals(LossCause.LOSS_CAUSE_LEASE_EXPIRED, lost.getCause());
        assertEquals(100, lost.getEpoch());
        only(told, EventType.MEMBER_LEFT);
    }

    @Test
    void aKeyThatWasGivenUpLeavesTheMember() {
        LeaderLost lost =
                (LeaderLost) only(between(scope(N1, "n1", "n2"), scope(null, "n1", "n2")), EventType.LEADER_LOST)
                        .data();
        assertEquals(LossCause.LOSS_CAUSE_RELEASED, lost.getCause());
    }

    @Test
    void theSameHolderPuttingItsLivingKeyAgainIsANewEpochAndNoLoss() {
        List<Observed> told = between(scope(N1, "n1"), scope(new LeaderReading("n1", 120, 100, 8), "n1"));
        assertEquals(List.of(EventType.LEADER_REAFFIRMED), types(told));
    }

    @Test
    void anotherNameOverALivingKeyIsAnOverwrite() {
        List<Observed> told = between(scope(N1, "n1", "n2"), scope(new LeaderReading("n2", 120, 100, 8), "n1", "n2"));
        LeaderOverwritten data =
                (LeaderOverwritten) only(told, EventType.LEADER_OVERWRITTEN).data();
        assertEquals("n1", data.getPreviousMember());
        assertEquals(1, told.size());
    }

    @Test
    void aChangeBehindAGapOfTheWatchIsALossUnseenAndAnAcquisition() {
        List<Observed> told = ScopeChanges.between(
                scope(N1, "n1", "n2"), scope(new LeaderReading("n2", 140, 140, 8), "n1", "n2"), true);
        assertEquals(List.of(EventType.LEADER_LOST, EventType.LEADER_ACQUIRED), types(told));
        assertEquals(LossCause.LOSS_CAUSE_UNSEEN, ((LeaderLost) told.get(0).data()).getCause());
        assertEquals(100, ((LeaderAcquired) told.get(1).data()).getPreviousEpoch());
    }

    @Test
    void aRequestedSwitchoverNamesTheEpochThatItEnds() {
        List<Observed> told = between(scope(N1, "n1"), asked(scope(N1, "n1"), "", 130));
        SwitchoverRequested data =
                (SwitchoverRequested) only(told, EventType.SWITCHOVER_REQUESTED).data();
        assertEquals(100, data.getEpoch());
        assertEquals("n2", data.getCandidate());
    }

    @Test
    void aRequestThatIsEmptiedWhileTheEpochGoesOnWasWithdrawn() {
        assertEquals(
                List.of(EventType.SWITCHOVER_WITHDRAWN),
                types(between(asked(scope(N1, "n1"), "", 130), scope(N1, "n1"))));
    }

    @Test
    void aRequestThatIsEmptiedAfterTheEpochEndedWasFulfilled() {
        List<Observed> told = between(
                asked(scope(null, "n1", "n2"), "", 130), scope(new LeaderReading("n2", 140, 140, 8), "n1", "n2"));
        assertEquals(List.of(EventType.LEADER_ACQUIRED), types(told));
    }

    @Test
    void aMerePositionIsNotWorthTelling() {
        ScopeReading before = scope(N1, "n1");
        ScopeReading after = new ScopeReading(
                before.revision() + 1,
                before.leader(),
                Map.of("n1", member("n1", "running", 999, 5)),
                Optional.empty(),
                false,
                false,
                false,
                Set.of(),
                1,
                "1",
                999,
                Duration.ZERO);
        assertTrue(between(before, after).isEmpty());
    }

    private static List<Observed> between(ScopeReading before, ScopeReading after) {
        return ScopeChanges.between(before, after, false);
    }

    private static Observed only(List<Observed> told, EventType type) {
        List<Observed> found = told.stream().filter(o -> o.type() == type).toList();
        assertEquals(1, found.size(), () -> type + " in " + types(told));
        return found.get(0);
    }

    private static List<EventType> types(List<Observed> told) {
        return told.stream().map(Observed::type).toList();
    }

    private static ScopeReading scope(LeaderReading leader, String... members) {
        Map<String, MemberReading> read = new java.util.HashMap<>();
        Stream.of(members).forEach(name -> read.put(name, member(name, "running", 1, 5)));
        return new ScopeReading(
                100,
                Optional.ofNullable(leader),
                read,
                Optional.empty(),
                false,
                false,
                false,
                Set.of(),
                1,
                "1",
                1,
                Duration.ZERO);
    }

    private static ScopeReading asked(ScopeReading scope, String scheduledAt, long revision) {
        return new ScopeReading(
                revision,
                scope.leader(),
                scope.members(),
                Optional.of(new FailoverRequest("n1", "n2", scheduledAt, revision)),
                false,
                false,
                false,
                Set.of(),
                1,
                "1",
                1,
                Duration.ZERO);
    }

    private static MemberReading member(String name, String state, long position, long revision) {
        return new MemberReading(
                name, "replica", state, 1, position, "http://h:8008/patroni", "h", 5432, "3.0.2", Map.of(), revision);
    }
}
