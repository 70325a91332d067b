package io.pgbaton.lab.chaos.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final int STEPS = 200;

    @Test
    void theSameSeedPlansTheSameFaultsAndAnotherPlansOthers() {
        assertEquals(plan(7), plan(7));
        assertNotEquals(plan(7), plan(8));
    }

    /** A seed in a report is worth nothing when another version of the planner reads it differently. */
    @Test
    void whatASeedMeansStaysAsItIs() {
        assertEquals(
                "1: stop postgres at LEADER for 8429 ms, 0 ms in, quiet 6640 ms",
                plan(1).get(0).toString());
    }

    @Test
    void everyKindComesAsOftenAsAnyOtherButForTheDeckThatIsBegun() {
        Map<FaultKind, Long> times =
                faults(plan(3)).collect(Collectors.groupingBy(PlannedFault::kind, Collectors.counting()));
        long most = times.values().stream().max(Long::compare).orElseThrow();
        Arrays.stream(FaultKind.values())
                .forEach(kind -> assertTrue(times.getOrDefault(kind, 0L) >= most - 1, kind + " of " + times));
    }

    @Test
    void everyFaultIsHealedWithinItsBoundsAndFollowedByQuiet() {
        for (Step step : plan(4)) {
            assertTrue(step.quiet().compareTo(Duration.ofSeconds(4)) >= 0, step.toString());
            step.faults().forEach(fault -> assertBounded(fault));
        }
    }

    private static void assertBounded(PlannedFault fault) {
        long length = fault.length().toMillis();
        assertTrue(length >= fault.kind().shortest() && length <= fault.kind().longest(), fault.toString());
    }

    @Test
    void twoFaultsOverlapOnlyWhereEitherCanBeDoneAndUndone() {
        List<Step> pairs =
                plan(5).stream().filter(step -> step.faults().size() == 2).toList();
        assertFalse(pairs.isEmpty());
        for (Step pair : pairs) {
            PlannedFault first = pair.faults().get(0);
            PlannedFault second = pair.faults().get(1);
            assertNotEquals(first.kind().part(), second.kind().part(), pair.toString());
            assertTrue(second.after().compareTo(first.length()) < 0, pair.toString());
        }
    }

    @Test
    void aFaultStrikesOnlyWhereItsVictimRuns() {
        Map<FaultKind.Where, List<Place>> places = faults(plan(6))
                .collect(Collectors.groupingBy(
                        fault -> fault.kind().where(), Collectors.mapping(PlannedFault::place, Collectors.toList())));
        assertEquals(List.of(Place.BUS), distinct(places.get(FaultKind.Where.BUS)));
        assertTrue(List.of(Place.FIRST_COORDINATOR, Place.SECOND_COORDINATOR)
                .containsAll(distinct(places.get(FaultKind.Where.COORDINATOR))));
        assertTrue(List.of(Place.LEADER, Place.FIRST_FOLLOWER, Place.SECOND_FOLLOWER)
                .containsAll(distinct(places.get(FaultKind.Where.NODE))));
    }

    private static List<Place> distinct(List<Place> places) {
        return places.stream().distinct().toList();
    }

    private static Stream<PlannedFault> faults(List<Step> plan) {
        return plan.stream().map(Step::faults).flatMap(List::stream);
    }

    private static List<Step> plan(long seed) {
        Planner planner = new Planner(seed);
        return Stream.generate(planner::next).limit(STEPS).toList();
    }
}
