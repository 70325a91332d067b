package io.pgbaton.cli.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.RehearsalFault;
import io.pgbaton.proto.v1.RehearsalResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When {@code status} is red because of a rehearsal. */
class LastRehearsalTest {
    private static final RehearsalResult WELL = RehearsalResult.newBuilder()
            .setCompleted(true)
            .setEveryUs(300_000_000)
            .build();

    @Test
    void oneThatCompletedLatelyIsNoProblem() {
        assertEquals(Optional.empty(), new LastRehearsal(WELL, false, Duration.ofMinutes(14)).problem());
    }

    @Test
    void oneThatFailedIsAndSaysWhere() {
        RehearsalResult failed = RehearsalResult.newBuilder()
                .addFaults(RehearsalFault.newBuilder()
                        .setNode("n2")
                        .setHop("postgres")
                        .setReason("connection refused"))
                .build();
        String problem =
                new LastRehearsal(failed, true, Duration.ZERO).problem().orElseThrow();
        assertTrue(problem.contains("n2, postgres: connection refused"), problem);
    }

    @Test
    void afterThreeIntervalsSomebodyIsMissing() {
        String problem =
                new LastRehearsal(WELL, false, Duration.ofMinutes(16)).problem().orElseThrow();
        assertTrue(problem.contains("16 min ago, and one is due every 300 s"), problem);
    }

    @Test
    void R11_noneIsMissedWhileTheScopeIsPausedOrWhereOnlyPeopleAsk() {
        assertEquals(Optional.empty(), new LastRehearsal(WELL, true, Duration.ofDays(2)).problem());
        RehearsalResult byHand = WELL.toBuilder().clearEveryUs().build();
        assertEquals(Optional.empty(), new LastRehearsal(byHand, false, Duration.ofDays(2)).problem());
    }
}
