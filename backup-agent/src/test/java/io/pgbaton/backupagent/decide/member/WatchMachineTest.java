package io.pgbaton.backupagent.decide.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.v1.MemberFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchMachineTest {
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Sight WELL = new Sight.Well();
    private static final Sight BUSY = new Sight.Busy();
    private static final Sight OURS = new Sight.Ours();
    private static final Sight EMPTY = new Sight.Broken(MemberFault.MEMBER_FAULT_EMPTY, "it is empty");
    private static final Sight FAILED = new Sight.Broken(MemberFault.MEMBER_FAULT_START_FAILED, "start failed");
    private static final String NOTHING = "";

    private WatchState state = WatchState.UNKNOWN;

    @Test
    void itIsToldOnceAfterTheGraceWithWhenItBeganAndItsEndIsTold() {
        assertEquals(NOTHING, see(WELL, 0));
        assertEquals(NOTHING, see(EMPTY, 10));
        assertEquals(NOTHING, see(EMPTY, 60));
        assertEquals("EMPTY since 10: it is empty", see(EMPTY, 70));
        assertEquals(NOTHING, see(EMPTY, 80));
        assertEquals(Optional.of(MemberFault.MEMBER_FAULT_EMPTY), state.fault());
        assertEquals("ended EMPTY since 10", see(WELL, 90));
        assertEquals(NOTHING, see(WELL, 100));
        assertEquals(Optional.empty(), state.fault());
    }

    @Test
    void whatIsWellInBetweenIsNotBroken() {
        see(EMPTY, 0);
        see(WELL, 50);
        assertEquals(NOTHING, see(EMPTY, 60));
        assertEquals(NOTHING, see(EMPTY, 110));
        assertEquals("EMPTY since 60: it is empty", see(EMPTY, 120));
    }

    @Test
    void aPatroniThatTriesAgainAndAgainIsNotTakenForOneThatStarts() {
        see(FAILED, 0);
        for (int second = 10; second < 50; second += 20) {
            assertEquals(NOTHING, see(BUSY, second));
            assertEquals(NOTHING, see(FAILED, second + 10));
        }
        assertEquals(NOTHING, see(BUSY, 70), "only what is seen is told");
        assertEquals("START_FAILED since 0: start failed", see(FAILED, 80));
        assertEquals(NOTHING, see(BUSY, 90));
        assertEquals(NOTHING, see(FAILED, 100));
    }

    @Test
    void oneThatHasBeenAtItForLongIsNotBroken() {
        see(FAILED, 0);
        for (int second = 10; second <= 70; second += 10) {
            assertEquals(NOTHING, see(BUSY, second));
        }
        assertEquals(NOTHING, see(FAILED, 80), "it was cleared, and begins anew");
        see(FAILED, 140);
        see(BUSY, 150);
        assertEquals("ended START_FAILED since 80", see(BUSY, 210));
    }

    @Test
    void howItIsBrokenMayChange() {
        see(FAILED, 0);
        assertEquals("EMPTY since 0: it is empty", see(EMPTY, 60), "it is not well since then");
        assertEquals(NOTHING, see(FAILED, 70));
        assertEquals(NOTHING, see(EMPTY, 80));
        assertEquals(NOTHING, see(FAILED, 90));
        assertEquals("START_FAILED since 90: start failed", see(FAILED, 150));
    }

    @Test
    void aRestoreIsNobodysFault() {
        see(EMPTY, 0);
        assertEquals(NOTHING, see(OURS, 50));
        assertEquals(NOTHING, see(EMPTY, 60));
        assertEquals("EMPTY since 60: it is empty", see(EMPTY, 120));
        assertEquals(NOTHING, see(OURS, 130));
        assertEquals("ended EMPTY since 60", see(WELL, 140));
    }

    @Test
    void whatAnEarlierLifeToldIsToldAgainOrEnds() {
        state = WatchState.toldBefore(MemberFault.MEMBER_FAULT_EMPTY);
        assertEquals(NOTHING, see(EMPTY, 0));
        assertEquals("EMPTY since 0: it is empty", see(EMPTY, 60));
        assertEquals(NOTHING, see(EMPTY, 120));
        state = WatchState.toldBefore(MemberFault.MEMBER_FAULT_EMPTY);
        assertEquals("ended EMPTY since 0", see(WELL, 0));
    }

    private String see(Sight sight, long second) {
        WatchDecision decision = WatchMachine.decide(GRACE, state, sight, TimeUnit.SECONDS.toNanos(second), second);
        state = decision.next();
        return decision.action().map(WatchMachineTest::words).orElse(NOTHING);
    }

    private static String words(WatchAction action) {
        if (action instanceof WatchAction.Tell told) {
            return name(told.fault()) + " since " + told.sinceMicros() + ": " + told.detail();
        }
        WatchAction.TellEnded ended = (WatchAction.TellEnded) action;
        return "ended " + name(ended.fault()) + " since " + ended.sinceMicros();
    }

    private static String name(MemberFault fault) {
        return fault.name().substring("MEMBER_FAULT_".length());
    }
}
