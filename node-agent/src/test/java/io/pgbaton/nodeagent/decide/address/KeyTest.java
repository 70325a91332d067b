package io.pgbaton.nodeagent.decide.address;

import static io.pgbaton.nodeagent.decide.address.AddressBench.LIFETIME;
import static io.pgbaton.nodeagent.decide.address.AddressBench.MS;
import static io.pgbaton.nodeagent.decide.address.AddressBench.S;
import static io.pgbaton.nodeagent.decide.address.AddressBench.gone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressAction.AskLease;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressAction.MarkReleased;
import io.pgbaton.nodeagent.decide.address.AddressAction.TakeKey;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R1a and R1c: when the address key may be taken, and when it is given back. */
class KeyTest {

    @Test
    void aCommandedLeaderTakesAReleasedKeyAtOnce() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        assertEquals(new TakeKey(10, 6, 5), bench.only(TakeKey.class));
    }

    @Test
    void theLivingKeyOfAnotherIsNeverTaken() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.leader("n1", 10);
        bench.command("c10", 10);
        for (int second = 0; second < 100; second++) {
            bench.pass(S).fire(Timer.TICK);
            assertFalse(bench.asks(TakeKey.class), "after " + second + " s");
        }
    }

    @Test
    void aKeyThatEndedWithoutAMarkIsTakenOnlyAfterItsHolderMustHaveLostTheAddress() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.keySeen(11, gone(9));
        assertFalse(bench.asks(TakeKey.class));
        bench.pass(LIFETIME + 2 * S - MS).fire(Timer.KEY_FREE);
        assertFalse(bench.asks(TakeKey.class));
        bench.pass(MS).fire(Timer.KEY_FREE);
        assertEquals(new TakeKey(10, 0, 9), bench.only(TakeKey.class));
    }

    @Test
    void aKeyWhoseLeaseWasSeenToRunOutIsFreeAtOnce() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.give(new AddressInput.LeaseSeen(bench.now, bench.now, 44, S));
        bench.pass(S).keySeen(11, gone(9));
        assertEquals(new TakeKey(10, 0, 9), bench.only(TakeKey.class));
    }

    @Test
    void aKeyThatEndedLongBeforeItsLeaseIsNotFreeAtOnce() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.give(new AddressInput.LeaseSeen(bench.now, bench.now, 44, 6 * S));
        bench.pass(S).keySeen(11, gone(9));
        assertFalse(bench.asks(TakeKey.class));
    }

    @Test
    void aLeaseThatIsGoneMayHaveBeenRevokedWhileItsHolderLives() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.give(new AddressInput.LeaseSeen(bench.now, bench.now, 44, 6 * S));
        bench.pass(S).give(new AddressInput.LeaseSeen(bench.now, bench.now, 44, -S));
        bench.keySeen(11, gone(9));
        assertFalse(bench.asks(TakeKey.class));
    }

    @Test
    void aLeaseThatIsGoneWhenItWasToEndHasRunOut() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.give(new AddressInput.LeaseSeen(bench.now, bench.now, 44, S));
        bench.pass(S).give(new AddressInput.LeaseSeen(bench.now, bench.now, 44, -S));
        bench.pass(2 * S).keySeen(11, gone(9));
        assertEquals(new TakeKey(10, 0, 9), bench.only(TakeKey.class));
    }

    @Test
    void aKeyThatIsGoneAgainAfterAnotherTookItUnseenIsNotFreeAtOnce() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.give(new AddressInput.LeaseSeen(bench.now, bench.now, 44, 0));
        bench.keySeen(10, gone(9));
        bench.pass(60 * S).leader("n1", 43);
        bench.command("c43", 43);
        assertEquals(new TakeKey(43, 0, 9), bench.only(TakeKey.class));
        bench.give(new AddressInput.KeyNotTaken(bench.now, "somebody took it since"));
        bench.read(44, "n1", 43, gone(40));
        assertFalse(bench.asks(TakeKey.class), "whoever took it at 40 may still carry the address");
        bench.pass(LIFETIME + 2 * S).fire(Timer.KEY_FREE);
        assertEquals(new TakeKey(43, 0, 40), bench.only(TakeKey.class));
    }

    @Test
    void anUnknownKeyIsWaitedForAsLongAsItsLastHolderSaid() {
        AddressBench bench = AddressBench.fresh();
        bench.link(false);
        bench.leader("n1", 10);
        bench.keySeen(10, KeyReading.absent(3 * LIFETIME, 9));
        bench.command("c10", 10);
        bench.pass(3 * LIFETIME + 2 * S - MS).fire(Timer.KEY_FREE);
        assertFalse(bench.asks(TakeKey.class));
        bench.pass(MS).fire(Timer.KEY_FREE);
        assertEquals(new TakeKey(10, 0, 9), bench.only(TakeKey.class));
    }

    @Test
    void aKeyThatEndedWhileWeWereAwayIsFreeAtOnceWhenNobodyTookItAfterUs() {
        AddressBench bench = AddressBench.fresh();
        bench.link(false);
        bench.leader("n1", 10);
        bench.keySeen(10, KeyReading.left(LIFETIME, 9));
        bench.command("c10", 10);
        assertEquals(new TakeKey(10, 0, 9), bench.only(TakeKey.class));
    }

    @Test
    void ourOwnKeyThatEndedWhileWeLeadIsTakenAgainAtOnce() {
        AddressBench bench = AddressBench.holder();
        bench.keySeen(12, gone(11));
        assertEquals(new TakeKey(10, 0, 11), bench.only(TakeKey.class));
    }

    @Test
    void ourOwnKeyThatEndedUnseenIsNotFreeAtOnceWhenAnotherTookItAfter() {
        AddressBench bench = AddressBench.holder();
        bench.pass(60 * S).read(35, "n1", 35, gone(30));
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        bench.command("c35", 35);
        assertFalse(bench.asks(TakeKey.class), "another led, carried it, and lost its key, all unseen");
        bench.pass(LIFETIME + 2 * S).fire(Timer.KEY_FREE);
        assertEquals(new TakeKey(35, 0, 30), bench.only(TakeKey.class));
    }

    @Test
    void ourOwnKeyThatEndedUnseenIsFreeAtOnceWhenNobodyTookItAfter() {
        AddressBench bench = AddressBench.holder();
        bench.pass(60 * S).read(35, "n1", 35, gone(11));
        assertEquals(new TakeKey(35, 0, 11), bench.only(TakeKey.class));
    }

    @Test
    void aLeaderThatWaitsForAnothersKeyAsksForItsLease() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.leader("n1", 10);
        bench.pass(S).fire(Timer.TICK);
        assertEquals(new AskLease(44), bench.only(AskLease.class));
    }

    @Test
    void withFailsafeModeAnUnmarkedKeyIsFreeFiveSecondsAfterTheReignBegan() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.give(new AddressInput.LeaseSeen(bench.now, bench.now, 44, 0));
        bench.keySeen(10, gone(9));
        bench.pass(60 * S);
        bench.scope(12, Optional.of(new LeaderKey("n1", 12)), false, true);
        bench.command("c12", 12);
        assertFalse(bench.asks(TakeKey.class));
        bench.pass(5 * S).fire(Timer.KEY_FREE);
        assertEquals(new TakeKey(12, 0, 9), bench.only(TakeKey.class));
    }

    @Test
    void afterARestoreOfEtcdNoKeyIsTakenUntilWhoeverTookItInWhatWasLostMustHaveLostTheAddress() {
        AddressBench bench = AddressBench.replica();
        bench.give(new AddressInput.EtcdRewound(bench.now));
        bench.leader("n1", 3);
        bench.keySeen(4, AddressBench.released(4));
        bench.command("c3", 3);
        bench.pass(LIFETIME + 2 * S - MS).fire(Timer.KEY_FREE);
        assertFalse(bench.asks(TakeKey.class), "a mark of before says nothing of what was lost");
        bench.pass(MS).fire(Timer.KEY_FREE);
        assertEquals(new TakeKey(3, 4, 5), bench.only(TakeKey.class));
    }

    @Test
    void afterARestoreOfEtcdWhoeverCarriesTheAddressAndStillLeadsTakesTheKeyAnewAtOnce() {
        AddressBench bench = AddressBench.holder();
        bench.give(new AddressInput.EtcdRewound(bench.now));
        bench.leader("n1", 8);
        bench.keySeen(9, AddressBench.mine(9, 8));
        assertEquals(new TakeKey(8, 9, 9), bench.only(TakeKey.class));
        assertFalse(bench.changes(LinkOperation.DROP));
    }

    @Test
    void aTransactionThatFailedIsTriedAgainOnlyAfterARead() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.give(new AddressInput.KeyNotTaken(bench.now, "outcome unknown"));
        assertFalse(bench.asks(TakeKey.class));
        assertTrue(bench.asks(AddressAction.ReadBack.class));
        bench.read(11, "n1", 10, AddressBench.mine(11, 10));
        assertEquals(new TakeKey(10, 11, 11), bench.only(TakeKey.class));
    }

    @Test
    void theLateAnswerOfATransactionDoesNotHideThatTheKeyIsGone() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.keySeen(11, AddressBench.mine(11, 10));
        bench.keySeen(12, gone(11));
        bench.taken(11, 10);
        assertFalse(bench.state.keyMine());
        bench.writable();
        assertFalse(bench.changes(LinkOperation.RAISE));
    }

    @Test
    void theReleaseMarkComesAfterTheAddressIsOffTheInterface() {
        AddressBench bench = AddressBench.holder();
        bench.nobodyLeads(20);
        assertTrue(bench.changes(LinkOperation.DROP));
        assertFalse(bench.asks(MarkReleased.class));
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        assertEquals(new MarkReleased(11), bench.only(MarkReleased.class));
    }

    @Test
    void aKeyWhoseMarkIsOnItsWayConfirmsNothing() {
        AddressBench bench = AddressBench.holder();
        bench.nobodyLeads(20);
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        assertTrue(bench.asks(MarkReleased.class));
        bench.leader("n1", 21);
        bench.link(true);
        bench.pass(S).read(21, "n1", 21, AddressBench.mine(11, 10));
        assertFalse(bench.changes(LinkOperation.PROLONG), "the mark may still arrive");
        bench.give(new AddressInput.KeyMarked(bench.now, 0, false, "outcome unknown"));
        bench.read(21, "n1", 21, AddressBench.mine(11, 10));
        assertFalse(bench.changes(LinkOperation.PROLONG));
        assertEquals(new TakeKey(21, 11, 11), bench.only(TakeKey.class));
    }

    @Test
    void theSameHolderThatPutsItsKeyAgainKeepsTheAddressAndTakesTheKeyForTheNewEpoch() {
        AddressBench bench = AddressBench.holder();
        bench.leader("n1", 20);
        assertEquals(new TakeKey(20, 11, 11), bench.only(TakeKey.class));
        assertFalse(bench.changes(LinkOperation.DROP));
        bench.taken(21, 20);
        assertTrue(bench.state.present());
    }
}
