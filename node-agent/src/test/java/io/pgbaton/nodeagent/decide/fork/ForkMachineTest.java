package io.pgbaton.nodeagent.decide.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.leadership.TimelineEnd;
import io.pgbaton.proto.v1.ForkEvidence;
import io.pgbaton.proto.v1.TimelineForked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two branches of WAL in one scope: what Patroni's keys prove is told once, and what they do not prove is not. */
class ForkMachineTest {
    private static final String SYSTEM = "7300000000000000001";
    private static final TimelineEnd FIRST_END = new TimelineEnd(36, 135_462_864, "n3");
    private static final TimelineEnd SECOND_END = new TimelineEnd(36, 135_462_600, "n2");

    private ForkState state = ForkState.NOTHING;
    private final List<Observed> told = new ArrayList<>();

    @Test
    void oneTimelineWithTwoEndsIsAForkWithBothLsnsAndBothMembers() {
        read("n3", List.of(FIRST_END), primary("n3", 37, 136_000_000));
        read("n2", List.of(SECOND_END), primary("n2", 37, 135_900_000));

        TimelineForked expected = TimelineForked.newBuilder()
                .setTimeline(36)
                .setLsn("0/812FEC8")
                .setMember("n2")
                .setOtherLsn("0/812FFD0")
                .setOtherMember("n3")
                .setBeyondBytes(264)
                .setEvidence(ForkEvidence.FORK_HISTORY)
                .setEpoch(10)
                .setRevision(50)
                .build();
        assertEquals(List.of(expected), forks());
    }

    @Test
    void r8WhicheverEndWasSeenFirstItIsTheSameFact() {
        read("n3", List.of(FIRST_END));
        read("n2", List.of(SECOND_END));
        state = ForkState.NOTHING;
        read("n2", List.of(SECOND_END));
        read("n3", List.of(FIRST_END));

        assertEquals(2, told.size());
        assertEquals(told.get(0).anchor(), told.get(1).anchor());
        assertEquals(told.get(0).subject(), told.get(1).subject());
    }

    @Test
    void aHistoryThatIsCutOffAtItsBeginningOrGrowsIsNoFork() {
        read("n3", List.of(new TimelineEnd(35, 100, "n1"), FIRST_END));
        read("n3", List.of(FIRST_END, new TimelineEnd(37, 136_000_000, "n1")));
        read("n3", List.of(new TimelineEnd(37, 136_000_000, "n1")));
        assertEquals(List.of(), forks());
    }

    @Test
    void anotherClusterUnderTheSameNameHasItsOwnTimelines() {
        read("n3", List.of(FIRST_END));
        decide("7300000000000000002", "n2", List.of(SECOND_END));
        assertEquals(List.of(), forks());
    }

    @Test
    void aPrimaryThatGoesOnBeyondTheForkHasWalThatTheLeaderHasNot() {
        read("n2", List.of(FIRST_END), primary("n2", 37, 136_000_000), primary("n1", 36, 135_463_000));
        read("n2", List.of(FIRST_END), primary("n2", 37, 136_100_000), primary("n1", 36, 135_999_000));

        assertEquals(1, told.size(), "once, however far it goes on");
        assertEquals("n1", told.get(0).subject());
        assertEquals(ForkEvidence.FORK_PRIMARY, forks().get(0).getEvidence());
        assertEquals(136, forks().get(0).getBeyondBytes());
        assertEquals("n1", forks().get(0).getOtherMember());
        assertEquals("n3", forks().get(0).getMember());
    }

    @Test
    void aPrimaryThatEndedBeforeTheForkIsNone() {
        read("n2", List.of(FIRST_END), primary("n2", 37, 136_000_000), primary("n1", 36, FIRST_END.position()));
        assertEquals(List.of(), forks());
    }

    @Test
    void aReplicaThatWasAheadOfTheForkAndStayedIsTold() {
        read("n1", List.of(), primary("n1", 36, 135_463_500), replica("n3", 36, 135_463_400));
        read("n2", List.of(FIRST_END), primary("n2", 37, 135_463_900), replica("n3", 36, 135_463_400));

        assertEquals(List.of("n3"), told.stream().map(Observed::subject).toList());
        assertEquals(ForkEvidence.FORK_REPLICA, forks().get(0).getEvidence());
    }

    @Test
    void aReplicaThatFollowedAndReportsItsLastCheckpointsTimelineIsNone() {
        read("n1", List.of(), primary("n1", 36, 135_462_800), replica("n3", 36, 135_462_700));
        read("n2", List.of(FIRST_END), primary("n2", 37, 135_463_900), replica("n3", 37, 135_463_800));
        // Its WAL receiver is gone for a moment, and Patroni falls back to what the control file says.
        read("n2", List.of(FIRST_END), primary("n2", 37, 135_464_900), replica("n3", 36, 135_464_800));
        assertEquals(List.of(), forks());
    }

    @Test
    void aReplicaThatWasNotSeenBeforeTheForkIsNotConcludedFrom() {
        read("n2", List.of(FIRST_END), primary("n2", 37, 136_000_000), replica("n3", 36, 135_999_000));
        assertEquals(List.of(), forks());
    }

    @Test
    void aReplicaThatWasAheadAndWasRewoundIsNone() {
        read("n1", List.of(), primary("n1", 36, 135_463_500), replica("n3", 36, 135_463_400));
        read("n2", List.of(FIRST_END), primary("n2", 37, 135_463_900), replica("n3", 37, 135_463_900));
        assertEquals(List.of(), forks());
    }

    private List<TimelineForked> forks() {
        return told.stream().map(fact -> (TimelineForked) fact.data()).toList();
    }

    private void read(String leader, List<TimelineEnd> history, MemberReading... members) {
        decide(SYSTEM, leader, history, members);
    }

    private void decide(String system, String leader, List<TimelineEnd> history, MemberReading... members) {
        Map<String, MemberReading> byName =
                Stream.of(members).collect(Collectors.toMap(MemberReading::name, member -> member));
        ForkMachine.Decision decision = ForkMachine.decide(
                state,
                new ScopeReading(
                        50,
                        Optional.of(new LeaderReading(leader, 10, 10, 7)),
                        byName,
                        Optional.empty(),
                        false,
                        false,
                        false,
                        Set.of(),
                        1,
                        system,
                        0,
                        Duration.ZERO,
                        history));
        state = decision.next();
        told.addAll(decision.told());
    }

    private static MemberReading primary(String name, long timeline, long position) {
        return member(name, "master", timeline, position);
    }

    private static MemberReading replica(String name, long timeline, long position) {
        return member(name, "replica", timeline, position);
    }

    private static MemberReading member(String name, String role, long timeline, long position) {
        return new MemberReading(name, role, "running", timeline, position, "", "", 0, "3.0.2", Map.of(), 9);
    }
}
