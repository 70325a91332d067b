package io.pgbaton.nodeagent.decide.address;

import static io.pgbaton.nodeagent.decide.address.AddressBench.LIFETIME;
import static io.pgbaton.nodeagent.decide.address.AddressBench.MS;
import static io.pgbaton.nodeagent.decide.address.AddressBench.S;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressAction.Announce;
import io.pgbaton.nodeagent.decide.address.AddressAction.Contested;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another machine answers for the address: who tells, who announces again, and how often (R1, R2). */
class ConflictTest {
    private static final String OWN = "02:00:00:00:00:01";
    private static final String OTHER = "02:00:00:00:00:02";

    @Test
    void theConfirmedHolderTellsWithBothMacsAndAnnouncesWithinItsLifetime() {
        AddressBench bench = quietHolder();
        claim(bench, OTHER);
        assertEquals(new Contested(OTHER, OWN, 10, true, true), bench.only(Contested.class));
        assertEquals(new Announce(bench.state.deadline()), bench.only(Announce.class));
    }

    @Test
    void whoeverDoesNotCarryTheAddressLeavesItToTheOther() {
        AddressBench bench = AddressBench.replica();
        claim(bench, OTHER);
        assertEquals(List.of(), bench.actions);
    }

    @Test
    void r1WhoeverIsPastItsLifetimeLetsGoAndAnnouncesNothing() {
        AddressBench bench = quietHolder();
        bench.pass(LIFETIME);
        claim(bench, OTHER);
        assertFalse(bench.asks(Contested.class));
        assertFalse(bench.asks(Announce.class));
        assertTrue(bench.changes(AddressAction.LinkOperation.DROP));
    }

    @Test
    void aHolderThatIsLettingGoAnnouncesNothing() {
        AddressBench bench = quietHolder();
        bench.leader("n2", 20);
        claim(bench, OTHER);
        assertFalse(bench.asks(Contested.class));
        assertFalse(bench.asks(Announce.class));
    }

    @Test
    void r2AnAddressThatIsOnlyProlongedByAnExceptionIsToldOfAndNotAnnounced() {
        AddressBench bench = quietHolder();
        bench.pass(S).readFailed();
        bench.give(new AddressInput.PatroniSeen(bench.now, bench.now, true));
        claim(bench, OTHER);
        assertEquals(new Contested(OTHER, OWN, 10, false, true), bench.only(Contested.class));
        assertFalse(bench.asks(Announce.class));
    }

    @Test
    void r2WhilePatroniIsPausedWithoutALeaderNothingIsAnnounced() {
        AddressBench bench = quietHolder();
        bench.writable();
        bench.scope(20, Optional.empty(), true, false);
        claim(bench, OTHER);
        assertFalse(bench.only(Contested.class).answered());
        assertFalse(bench.asks(Announce.class));
    }

    @Test
    void twoAnnouncersDoNotFloodTheNetwork() {
        AddressBench bench = quietHolder();
        int announced = 0;
        int lines = 0;
        for (int i = 0; i < 300; i++) {
            claim(bench, OTHER);
            announced += bench.all(Announce.class).size();
            lines += (int)
                    bench.all(Contested.class).stream().filter(Contested::news).count();
            long due = bench.all(AddressAction.StartTimer.class).stream()
                    .filter(timer -> timer.timer() == Timer.ANNOUNCE)
                    .mapToLong(AddressAction.StartTimer::delay)
                    .findFirst()
                    .orElse(-1);
            if (due >= 0) {
                bench.pass(due).fire(Timer.ANNOUNCE);
                announced += bench.all(Announce.class).size();
            }
            keepConfirmed(bench);
        }
        long passed = (bench.now - 1_000 * S) / S;
        assertTrue(announced <= passed + 1, announced + " in " + passed + " s");
        assertTrue(announced >= 2, "each claim is answered, at last");
        assertTrue(lines <= 1 + passed / 30, lines + " lines");
    }

    @Test
    void aClaimRightAfterAnAnswerIsAnsweredWhenASecondIsOver() {
        AddressBench bench = quietHolder();
        claim(bench, OTHER);
        bench.pass(100 * MS);
        claim(bench, OTHER);
        assertFalse(bench.asks(Announce.class));
        assertEquals(
                new AddressAction.StartTimer(Timer.ANNOUNCE, 900 * MS), bench.only(AddressAction.StartTimer.class));
        bench.pass(900 * MS).fire(Timer.ANNOUNCE);
        assertTrue(bench.asks(Announce.class));
        bench.pass(10 * MS);
        claim(bench, OTHER);
        assertFalse(bench.asks(Announce.class), "a second since the last one");
    }

    @Test
    void aMacIsToldOfAgainOnlyWhenItGoesOn() {
        AddressBench bench = quietHolder();
        claim(bench, OTHER);
        claim(bench, OTHER);
        assertFalse(bench.only(Contested.class).news());
        claim(bench, "02:00:00:00:00:03");
        assertTrue(bench.only(Contested.class).news());
        for (int i = 0; i < 30; i++) {
            keepConfirmed(bench.pass(S));
        }
        claim(bench, OTHER);
        assertTrue(bench.only(Contested.class).news());
    }

    @Test
    void aFloodOfInventedMacsIsCountedAndToldOfInBounds() {
        AddressBench bench = quietHolder();
        int news = 0;
        for (int i = 0; i < 1000; i++) {
            claim(bench, "02:00:00:00:%02x:%02x".formatted(i / 256, i % 256));
            news += bench.only(Contested.class).news() ? 1 : 0;
        }
        assertEquals(16, news);
    }

    @Test
    void modeObserveSaysNothingOfWhatIsNotIts() {
        AddressBench bench = AddressBench.observing();
        bench.link(true);
        bench.leader("n1", 10);
        claim(bench, OTHER);
        assertFalse(bench.asks(Contested.class));
        assertFalse(bench.asks(Announce.class));
    }

    /** All announcements of the acquisition have gone out. */
    private static AddressBench quietHolder() {
        AddressBench bench = AddressBench.holder();
        while (bench.state.orders().announcements() > 0) {
            bench.fire(Timer.ANNOUNCE);
        }
        return bench;
    }

    private static void keepConfirmed(AddressBench bench) {
        bench.read(11, "n1", 10, AddressBench.mine(11, 10));
        bench.changed(AddressAction.LinkOperation.PROLONG, AddressInput.LinkResult.DONE);
    }

    private static void claim(AddressBench bench, String mac) {
        bench.give(new AddressInput.ForeignClaim(bench.now, mac, OWN));
    }
}
