package io.pgbaton.nodeagent.decide.address;

import static io.pgbaton.nodeagent.decide.address.AddressBench.MS;
import static io.pgbaton.nodeagent.decide.address.AddressBench.S;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressAction.Fact;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressAction.MarkReleased;
import io.pgbaton.nodeagent.decide.address.AddressAction.Refuse;
import io.pgbaton.nodeagent.decide.address.AddressAction.TakeKey;
import io.pgbaton.nodeagent.decide.address.AddressAction.Tell;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R11: a frozen address is not taken, a node in maintenance does not carry it; letting go for safety goes on. */
class HandsOffTest {
    private static final String FROZEN = "the scope is paused, the address frozen, by ann";
    private static final String MAINTENANCE = "n1 is in maintenance by ann";

    @Test
    void aFrozenAddressIsNotTakenOnCommand() {
        AddressBench bench = frozen(AddressBench.replica());
        bench.leader("n1", 10);
        bench.command("c10", 10);
        assertEquals(RefusalReason.PAUSED, bench.only(Refuse.class).reason());
        assertEquals(FROZEN, bench.only(Refuse.class).detail());
        bench.writable();
        assertFalse(bench.asks(TakeKey.class));
    }

    @Test
    void norByTheAgentAloneWhichSaysSoOnceAndTakesItWhenThePauseEnds() {
        AddressBench bench = frozen(AddressBench.replica());
        bench.leader("n1", 10);
        bench.writable();
        bench.pass(200 * MS).fire(Timer.AUTONOMY);
        assertEquals(RefusalReason.PAUSED, bench.only(Refuse.class).reason());
        assertEquals("", bench.only(Refuse.class).commandId());
        bench.pass(S).fire(Timer.TICK);
        assertFalse(bench.asks(Refuse.class), "once");
        assertFalse(bench.asks(TakeKey.class));

        hands(bench, "", "");
        assertTrue(bench.asks(TakeKey.class));
    }

    @Test
    void whoeverCarriesAFrozenAddressKeepsItAndPutsItsReaffirmedEpochOnTheKey() {
        AddressBench bench = frozen(AddressBench.holder());
        assertFalse(bench.changes(LinkOperation.DROP));
        bench.pass(S).read(12, "n1", 12, AddressBench.mine(11, 10));
        assertTrue(bench.asks(TakeKey.class), "it is there: that is no new acquisition");
    }

    @Test
    void aFrozenAddressIsLetGoWithTheLeadershipAndMarked() {
        AddressBench bench = frozen(AddressBench.holder());
        bench.leader("n2", 20);
        assertTrue(bench.changes(LinkOperation.DROP));
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        assertEquals(Fact.RELEASED, bench.only(Tell.class).fact());
        assertTrue(bench.asks(MarkReleased.class));
    }

    @Test
    void aFrozenAddressIsLetGoWithoutAConfirmation() {
        AddressBench bench = frozen(AddressBench.holder());
        bench.pass(AddressBench.LIFETIME - 300 * MS).fire(Timer.LAST_CALL);
        assertTrue(bench.changes(LinkOperation.DROP));
    }

    @Test
    void aFrozenAddressThatSomebodyTookOffIsLeftOffAndItsKeyMarked() {
        AddressBench bench = frozen(AddressBench.holder());
        bench.link(false);
        assertTrue(bench.asks(MarkReleased.class), bench.actions::toString);
        bench.pass(MS).give(new AddressInput.KeyMarked(bench.now, 12, true, ""));
        bench.writable();
        assertFalse(bench.changes(LinkOperation.RAISE));
        assertFalse(bench.asks(TakeKey.class));
    }

    @Test
    void maintenanceReleasesTheAddressAndMarksItsKey() {
        AddressBench bench = hands(AddressBench.holder(), "", MAINTENANCE);
        assertTrue(bench.changes(LinkOperation.DROP), "its sessions end with it");
        assertFalse(bench.asks(MarkReleased.class), "the mark comes after the address is off");
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        assertEquals(MAINTENANCE, bench.only(Tell.class).reason());
        assertTrue(bench.asks(MarkReleased.class));
    }

    @Test
    void aLeaderInMaintenanceRefusesByCommandAndByItself() {
        AddressBench bench = hands(AddressBench.replica(), "", MAINTENANCE);
        bench.leader("n1", 10);
        bench.writable();
        bench.pass(200 * MS).fire(Timer.AUTONOMY);
        assertEquals(RefusalReason.MAINTENANCE, bench.only(Refuse.class).reason());
        bench.command("c10", 10);
        assertEquals("c10", bench.only(Refuse.class).commandId());
        assertFalse(bench.asks(TakeKey.class));
    }

    @Test
    void whenMaintenanceIsOverTheLeaderTakesItsAddressBack() {
        AddressBench bench = hands(AddressBench.holder(), "", MAINTENANCE);
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        bench.give(new AddressInput.KeyMarked(bench.now, 12, true, ""));
        hands(bench, "", "");
        assertEquals(new TakeKey(10, 12, 11), bench.only(TakeKey.class));
    }

    @Test
    void maintenanceGoesBeforeR2sExceptionForAPausedPatroni() {
        AddressBench bench = AddressBench.holder();
        bench.scope(12, Optional.empty(), true, false);
        assertFalse(bench.changes(LinkOperation.DROP), "R2b");
        hands(bench, "", MAINTENANCE);
        assertTrue(bench.changes(LinkOperation.DROP));
    }

    @Test
    void aKeyThatWasOnItsWayWhenTheAddressWasFrozenIsGivenBack() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        frozen(bench);
        bench.taken(11, 10);
        assertTrue(bench.asks(MarkReleased.class));
        bench.writable();
        assertFalse(bench.changes(LinkOperation.RAISE));
    }

    private static AddressBench frozen(AddressBench bench) {
        return hands(bench, FROZEN, "");
    }

    private static AddressBench hands(AddressBench bench, String frozen, String maintenance) {
        return bench.give(new AddressInput.HandsOffSeen(bench.now, frozen, maintenance));
    }
}
