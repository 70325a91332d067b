package io.pgbaton.nodeagent.decide.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.v1.MemberChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A replica that looks well and stands still while its leader writes. */
class ReplicaMachineTest {
    private static final long S = 1_000_000_000L;
    private static final long STOOD = 5_000_000;

    private ReplicaState state = ReplicaState.NOTHING;
    private long now = 1_000 * S;
    private long leaderPosition = 10_000_000;
    private long epoch = 10;
    private final List<Observed> told = new ArrayList<>();

    @Test
    void aReplicaThatStandsStillForAMinuteWhileTheLeaderWritesIsToldOnceAndItsMovingToo() {
        loops(20, replica("running", STOOD), 200_000);

        assertEquals(
                List.of("stuck: its WAL position has not moved for 60 s, while the leader went on by 1200000 bytes"),
                reasons());
        assertEquals("n3", told.get(0).subject());
        assertEquals("stuck@5000000", told.get(0).anchor());
        assertTrue(state.stuck("n3"));

        loops(2, replica("running", STOOD + 100), 200_000);
        assertEquals("no longer stuck: its WAL position moves again", reasons().get(1));
        assertEquals(2, told.size());
        assertFalse(state.stuck("n3"));
    }

    @Test
    void aReplicaThatFollowsSlowlyIsNotStuck() {
        for (int i = 0; i < 20; i++) {
            loops(1, replica("streaming", STOOD + i), 1_000_000);
        }
        assertEquals(List.of(), reasons());
    }

    @Test
    void anIdleLeaderMakesNobodyStuck() {
        loops(100, replica("running", STOOD), 1_000);
        assertEquals(List.of(), reasons());
    }

    @Test
    void afterATimeInWhichNothingCouldBeReadAReplicaGetsTimeToBeSeenMoving() {
        loops(1, replica("running", STOOD), 500_000_000);
        now += 600 * S;
        loops(1, replica("running", STOOD), 1_000);
        assertEquals(List.of(), reasons());
        loops(1, replica("running", STOOD + 500_000_000), 1_000);
        assertEquals(List.of(), reasons());
    }

    @Test
    void aNewLeaderIsFollowedFromTheBeginning() {
        loops(5, replica("running", STOOD), 500_000);
        epoch = 20;
        loops(5, replica("running", STOOD), 500_000);
        assertEquals(List.of(), reasons());
        loops(2, replica("running", STOOD), 500_000);
        assertEquals(1, told.size());
    }

    @Test
    void whatDoesNotCallItselfARunningReplicaIsNotJudged() {
        loops(20, replica("starting", STOOD), 1_000_000);
        loops(20, member("replica", "running", STOOD, Map.of("nostream", "true")), 1_000_000);
        loops(20, member("master", "running", STOOD, Map.of()), 1_000_000);
        loops(20, replica("running", 0), 1_000_000);
        assertEquals(List.of(), reasons());
    }

    @Test
    void aStuckReplicaThatIsRestartedIsNoLongerToldToBe() {
        loops(20, replica("running", STOOD), 200_000);
        loops(1, replica("stopped", STOOD), 200_000);
        assertEquals("no longer a running replica", reasons().get(1));
        assertFalse(state.stuck("n3"));
    }

    /** As many loops of Patroni, 10 s each; the leader is so much further after each. */
    private void loops(int number, MemberReading replica, long bytes) {
        for (int i = 0; i < number; i++) {
            ReplicaMachine.Decision decision = ReplicaMachine.decide(state, reading(replica), now);
            state = decision.next();
            told.addAll(decision.told());
            now += 10 * S;
            leaderPosition += bytes;
        }
    }

    private ScopeReading reading(MemberReading replica) {
        Map<String, MemberReading> members = Stream.of(
                        new MemberReading(
                                "n1", "master", "running", 3, leaderPosition, "", "", 0, "3.0.2", Map.of(), 8),
                        replica)
                .collect(Collectors.toMap(MemberReading::name, member -> member));
        return new ScopeReading(
                50,
                Optional.of(new LeaderReading("n1", epoch, epoch, 7)),
                members,
                Optional.empty(),
                false,
                false,
                false,
                Set.of(),
                1,
                "7300000000000000001",
                leaderPosition,
                Duration.ZERO);
    }

    private static MemberReading replica(String state, long position) {
        return member("replica", state, position, Map.of());
    }

    private static MemberReading member(String role, String state, long position, Map<String, String> tags) {
        return new MemberReading("n3", role, state, 3, position, "", "", 0, "3.0.2", tags, 9);
    }

    private List<String> reasons() {
        return told.stream()
                .map(fact -> ((MemberChanged) fact.data()).getReason())
                .toList();
    }
}
