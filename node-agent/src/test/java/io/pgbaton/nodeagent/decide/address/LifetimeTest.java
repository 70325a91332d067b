package io.pgbaton.nodeagent.decide.address;

import static io.pgbaton.nodeagent.decide.address.AddressBench.LIFETIME;
import static io.pgbaton.nodeagent.decide.address.AddressBench.MS;
import static io.pgbaton.nodeagent.decide.address.AddressBench.S;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressAction.ChangeLink;
import io.pgbaton.nodeagent.decide.address.AddressAction.Fact;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressAction.TakeKey;
import io.pgbaton.nodeagent.decide.address.AddressAction.Tell;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R1b: how long an address stays, and what happens to it around a restart or a pause of the agent. */
class LifetimeTest {

    @Test
    void whatANeighboursTickHasJustConfirmedIsNotAskedForAgain() {
        AddressBench bench = AddressBench.holder();
        bench.pass(S).read(11, "n1", 10, AddressBench.mine(11, 10));
        bench.writable();
        bench.pass(40 * MS).fire(Timer.TICK);
        assertFalse(bench.asks(AddressAction.ReadBack.class));
        assertFalse(bench.asks(AddressAction.AskPostgres.class));
        bench.pass(S).fire(Timer.TICK);
        assertTrue(bench.asks(AddressAction.ReadBack.class), "nobody asked for a second");
        assertTrue(bench.asks(AddressAction.AskPostgres.class));
    }

    @Test
    void whileEtcdIsSilentEveryTickAsks() {
        AddressBench bench = AddressBench.holder();
        bench.pass(S).read(11, "n1", 10, AddressBench.mine(11, 10));
        bench.readFailed();
        bench.pass(40 * MS).fire(Timer.TICK);
        assertTrue(bench.asks(AddressAction.ReadBack.class));
    }

    @Test
    void theLifetimeCountsFromTheSendingOfTheConfirmation() {
        AddressBench bench = AddressBench.holder();
        long sentAt = bench.now + S;
        bench.pass(S + 700 * MS)
                .give(bench.readBack(sentAt, 11, Optional.of(new LeaderKey("n1", 10)), AddressBench.mine(11, 10)));
        assertEquals(new ChangeLink(LinkOperation.PROLONG, sentAt + LIFETIME), bench.only(ChangeLink.class));
    }

    @Test
    void aReadThatDidNotKeepOurLeaseAliveConfirmsNothing() {
        AddressBench bench = AddressBench.holder();
        bench.pass(S)
                .give(new AddressInput.ReadBack(
                        bench.now,
                        bench.now,
                        11,
                        Optional.of(new LeaderKey("n1", 10)),
                        false,
                        AddressBench.mine(11, 10),
                        0));
        assertFalse(bench.changes(LinkOperation.PROLONG));
    }

    @Test
    void aReadThatWasSentBeforeTheLeaseOfOurKeyWasKnownConfirmsNothing() {
        AddressBench bench = AddressBench.holder();
        long another = AddressBench.mine(11, 10).lease() + 1;
        bench.pass(S)
                .give(new AddressInput.ReadBack(
                        bench.now,
                        bench.now,
                        11,
                        Optional.of(new LeaderKey("n1", 10)),
                        false,
                        AddressBench.mine(11, 10),
                        another));
        assertFalse(bench.changes(LinkOperation.PROLONG));
    }

    @Test
    void answersThatOvertakeEachOtherDoNotShortenTheLifetime() {
        AddressBench bench = AddressBench.holder();
        bench.pass(2 * S).read(11, "n1", 10, AddressBench.mine(11, 10));
        long deadline = bench.state.deadline();
        bench.changed(LinkOperation.PROLONG, LinkResult.DONE);
        bench.give(bench.readBack(bench.now - S, 11, Optional.of(new LeaderKey("n1", 10)), AddressBench.mine(11, 10)));
        assertEquals(deadline, bench.state.deadline());
        assertFalse(bench.changes(LinkOperation.PROLONG));
    }

    @Test
    void withoutAConfirmationTheAddressIsDroppedBeforeItsLifetimeEnds() {
        AddressBench bench = AddressBench.holder();
        bench.pass(LIFETIME - 300 * MS).fire(Timer.LAST_CALL);
        assertTrue(bench.changes(LinkOperation.DROP));
    }

    @Test
    void aRefreshThatFoundTheAddressGoneIsANewAcquisition() {
        AddressBench bench = AddressBench.holder();
        bench.pass(S).read(11, "n1", 10, AddressBench.mine(11, 10));
        bench.writable();
        bench.changed(LinkOperation.PROLONG, LinkResult.VANISHED);
        assertEquals(Fact.EXPIRED, bench.only(Tell.class).fact());
        assertTrue(bench.changes(LinkOperation.RAISE));
    }

    @Test
    void aRestartedAgentTakesTheKeyAnewBeforeItProlongs() {
        AddressBench bench = AddressBench.fresh();
        bench.link(true);
        bench.leader("n1", 10);
        bench.keySeen(11, AddressBench.mine(11, 10));
        assertEquals(new TakeKey(10, 11, 11), bench.only(TakeKey.class));
        bench.pass(100 * MS).read(11, "n1", 10, AddressBench.mine(11, 10));
        assertFalse(bench.changes(LinkOperation.PROLONG), "that key hangs on the lease of the agent before");
        bench.taken(12, 10);
        assertTrue(bench.changes(LinkOperation.PROLONG));
        assertTrue(bench.only(Tell.class).adopted());
    }

    @Test
    void anAdoptedAddressIsToldOfOnce() {
        AddressBench bench = AddressBench.fresh();
        bench.link(true);
        bench.leader("n1", 10);
        bench.keySeen(11, AddressBench.mine(11, 10));
        bench.taken(12, 10);
        bench.changed(LinkOperation.PROLONG, LinkResult.DONE);
        bench.leader("n1", 20);
        bench.taken(21, 20);
        assertFalse(bench.asks(Tell.class));
    }

    @Test
    void anAddressThatIsNotRightlyOursIsRemovedAtStart() {
        AddressBench bench = AddressBench.fresh();
        bench.link(true);
        bench.leader("n2", 5);
        assertTrue(bench.changes(LinkOperation.DROP));
    }

    @Test
    void anAddressUnderADropIsNotAnnounced() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.taken(11, 10);
        bench.writable();
        bench.leader("n2", 20);
        assertTrue(bench.changes(LinkOperation.DROP));
        bench.changed(LinkOperation.RAISE, LinkResult.DONE);
        assertFalse(bench.asks(AddressAction.Announce.class));
    }

    @Test
    void aHolderAfterAnUnmarkedKeyAnnouncesForHalfAMinute() {
        AddressBench bench = AddressBench.fresh();
        bench.link(false);
        bench.leader("n1", 10);
        bench.keySeen(10, KeyReading.absent(0, 0));
        bench.command("c10", 10);
        bench.pass(LIFETIME + 2 * S).fire(Timer.KEY_FREE);
        bench.taken(11, 10);
        bench.writable();
        bench.changed(LinkOperation.RAISE, LinkResult.DONE);
        int announced = bench.all(AddressAction.Announce.class).size();
        long began = bench.now;
        while (bench.asks(AddressAction.Announce.class)) {
            bench.pass(announceDelay(bench)).read(11, "n1", 10, AddressBench.mine(11, 10));
            bench.changed(LinkOperation.PROLONG, LinkResult.DONE);
            bench.fire(Timer.ANNOUNCE);
            announced += bench.all(AddressAction.Announce.class).size();
        }
        assertEquals(35, announced);
        assertTrue(bench.now - began >= 30 * S, "only for " + (bench.now - began) / MS + " ms");
    }

    private static long announceDelay(AddressBench bench) {
        return bench.all(AddressAction.StartTimer.class).stream()
                .filter(t -> t.timer() == Timer.ANNOUNCE)
                .findFirst()
                .orElseThrow()
                .delay();
    }
}
