package io.pgbaton.nodeagent.decide.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.nodeagent.decide.leadership.FailoverRequest;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Readings of etcd become the inputs of the route machine. */
class RouteInputsTest {
    @Test
    void aKeyThatGoesAndComesIsAnEpochEndedAndALeaderAcquired() {
        ScopeReading n1 = reading(leader("n1", 5, 5), Optional.empty());
        ScopeReading nobody = reading(Optional.empty(), Optional.empty());
        ScopeReading n2 = reading(leader("n2", 7, 7), Optional.empty());
        assertEquals(List.of(new RouteInput.EpochEnded(1, 5, "n1")), between(n1, nobody));
        assertEquals(List.of(new RouteInput.LeaderAcquired(1, 7, "n2", false)), between(nobody, n2));
        assertEquals(
                List.of(new RouteInput.EpochEnded(1, 5, "n1"), new RouteInput.LeaderAcquired(1, 7, "n2", false)),
                between(n1, n2));
    }

    @Test
    void theSameHolderPuttingItsLivingKeyAgainReaffirmsAndAnotherEndsTheEpoch() {
        ScopeReading n1 = reading(leader("n1", 5, 5), Optional.empty());
        assertEquals(
                List.of(new RouteInput.LeaderAcquired(1, 9, "n1", true)),
                between(n1, reading(leader("n1", 9, 5), Optional.empty())));
        assertEquals(
                List.of(new RouteInput.EpochEnded(1, 5, "n1"), new RouteInput.LeaderAcquired(1, 9, "n2", false)),
                between(n1, reading(leader("n2", 9, 5), Optional.empty())));
    }

    @Test
    void behindAGapTheSameHoldersNewEpochIsANewReign() {
        ScopeReading n1 = reading(leader("n1", 5, 5), Optional.empty());
        assertEquals(
                List.of(new RouteInput.EpochEnded(1, 5, "n1"), new RouteInput.LeaderAcquired(1, 9, "n1", false)),
                RouteInputs.between(1, n1, reading(leader("n1", 9, 5), Optional.empty()), true));
    }

    @Test
    void theFailoverKeyIsARequestAndItsEmptyingAWithdrawal() {
        ScopeReading quiet = reading(leader("n1", 5, 5), Optional.empty());
        ScopeReading asked =
                reading(leader("n1", 5, 5), Optional.of(new FailoverRequest("n1", "n2", "2026-11-20T21:00Z", 8)));
        assertEquals(List.of(new RouteInput.SwitchoverRequested(1, 8, "n1", true)), between(quiet, asked));
        assertEquals(List.of(new RouteInput.SwitchoverWithdrawn(1)), between(asked, quiet));
    }

    @Test
    void membersComeWithTheirLagAndTags() {
        MemberReading behind = member("n2", 900, Map.of("noloadbalance", "true"));
        MemberReading silent = member("n3", 0, Map.of());
        ScopeReading after = new ScopeReading(
                9,
                Optional.empty(),
                Map.of("n2", behind, "n3", silent),
                Optional.empty(),
                true,
                false,
                false,
                Set.of(),
                0,
                "",
                1000,
                Duration.ZERO);
        assertEquals(
                List.of(
                        new RouteInput.PauseSeen(1, true),
                        new RouteInput.MembersSeen(
                                1,
                                List.of(
                                        new MemberView("n2", "replica", "running", OptionalLong.of(100), true),
                                        new MemberView("n3", "replica", "running", OptionalLong.empty(), false)))),
                between(ScopeReading.NOTHING, after));
    }

    private static List<RouteInput> between(ScopeReading before, ScopeReading after) {
        return RouteInputs.between(1, before, after, false);
    }

    private static Optional<LeaderReading> leader(String member, long epoch, long createRevision) {
        return Optional.of(new LeaderReading(member, epoch, createRevision, 1));
    }

    private static MemberReading member(String name, long position, Map<String, String> tags) {
        return new MemberReading(name, "replica", "running", 1, position, "", "", 0, "", tags, 3);
    }

    private static ScopeReading reading(Optional<LeaderReading> leader, Optional<FailoverRequest> failover) {
        return new ScopeReading(9, leader, Map.of(), failover, false, false, false, Set.of(), 0, "", 0, Duration.ZERO);
    }
}
