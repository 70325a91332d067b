package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalTest {
    private static final Look NOBODY = Look.nobody("connection refused");
    private static final Look STARTING = new Look(true, "starting", "replica", "", 0, false, "", "");
    private static final Look LEADER = new Look(true, "running", "master", "77", 2, true, "", "");

    private Arrival arrival = Arrival.begin(0, Duration.ofHours(1));

    @Test
    void aPatroniThatRecoversIsWaitedForAsLongAsItAnswers() {
        assertEquals(Arrival.Verdict.WAITS, see(NOBODY, 30));
        assertEquals(Arrival.Verdict.WAITS, see(STARTING, 40));
        assertEquals(Arrival.Verdict.WAITS, see(STARTING, 3000));
        assertEquals(Arrival.Verdict.WAITS, see(NOBODY, 3010));
        assertEquals(Arrival.Verdict.ARRIVED, see(LEADER, 3015));
    }

    @Test
    void oneThatEndsHasGivenUp() {
        see(STARTING, 10);
        assertEquals(Arrival.Verdict.GAVE_UP, see(NOBODY, 31));
        assertEquals("replica starting", arrival.state());
    }

    @Test
    void oneThatNeverAnswersDidNotStart() {
        assertEquals(Arrival.Verdict.WAITS, see(NOBODY, 60));
        assertEquals(Arrival.Verdict.NEVER_CAME, see(NOBODY, 61));
    }

    @Test
    void thereIsABound() {
        see(STARTING, 10);
        assertEquals(Arrival.Verdict.TOO_LONG, see(STARTING, 3601));
    }

    private Arrival.Verdict see(Look look, long second) {
        Arrival.Step step = arrival.with(look, TimeUnit.SECONDS.toNanos(second));
        arrival = step.next();
        return step.verdict();
    }

    @Test
    void oneThatRunsAndFindsNoWalIsNotWaitedForForADay() {
        Look stands = new Look(true, "running", "replica", "77", 1, false, "83886080", "");
        Arrival arrival = Arrival.begin(0, Duration.ofDays(1));
        Arrival.Step step = arrival.with(stands, 0);
        step = step.next().with(stands, Duration.ofMinutes(9).toNanos());
        assertEquals(Arrival.Verdict.WAITS, step.verdict());
        Look moves = new Look(true, "running", "replica", "77", 1, false, "83886099", "");
        step = step.next().with(moves, Duration.ofMinutes(11).toNanos());
        assertEquals(Arrival.Verdict.WAITS, step.verdict());
        step = step.next().with(moves, Duration.ofMinutes(22).toNanos());
        assertEquals(Arrival.Verdict.STANDS_STILL, step.verdict());
    }
}
