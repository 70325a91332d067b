package io.pgbaton.nodeagent.decide.address;

import static io.pgbaton.nodeagent.decide.address.AddressBench.MS;
import static io.pgbaton.nodeagent.decide.address.AddressBench.S;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressAction.RecordOutcome;
import io.pgbaton.nodeagent.decide.address.AddressAction.Refuse;
import io.pgbaton.nodeagent.decide.address.AddressAction.TakeKey;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R3, R7, R8: which command counts, what happens without one, and that nothing happens twice. */
class CommandsTest {

    @Test
    void aCommandOfAnOlderEpochIsRefused() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("old", 5);
        assertEquals(RefusalReason.STALE_EPOCH, bench.only(Refuse.class).reason());
        assertFalse(bench.asks(TakeKey.class));
    }

    @Test
    void aCommandOfANewerEpochMakesTheAgentReadEtcd() {
        AddressBench bench = AddressBench.replica();
        bench.command("c10", 10);
        assertTrue(bench.asks(AddressAction.ReadBack.class));
        assertFalse(bench.asks(Refuse.class));
        bench.pass(3 * MS).read(10, "n1", 10, AddressBench.released(6));
        assertEquals(new TakeKey(10, 6, 5), bench.only(TakeKey.class));
    }

    @Test
    void aReadThatWasSentBeforeTheCommandCameDoesNotRefuseIt() {
        AddressBench bench = AddressBench.replica();
        long sentBefore = bench.now;
        bench.pass(2 * MS).command("c10", 10);
        bench.pass(MS)
                .give(bench.readBack(sentBefore, 9, Optional.of(new LeaderKey("n2", 5)), AddressBench.released(6)));
        assertFalse(bench.asks(Refuse.class));
        bench.pass(MS).read(10, "n1", 10, AddressBench.released(6));
        assertTrue(bench.asks(TakeKey.class));
    }

    @Test
    void aCommandForAnEpochThatNeverWasIsRefusedByTheNextRead() {
        AddressBench bench = AddressBench.replica();
        bench.command("made up", 999);
        bench.pass(MS).read(9, "n2", 5, AddressBench.released(6));
        assertEquals(RefusalReason.NOT_LEADER, bench.only(Refuse.class).reason());
    }

    @Test
    void aRepeatedCommandChangesNothing() {
        AddressBench bench = AddressBench.holder();
        bench.command("c10", 10);
        assertEquals(0, bench.actions.size(), bench.actions::toString);
    }

    @Test
    void withoutACommandTheLeaderActsAloneAfterItsPatience() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.writable();
        AddressAction.StartTimer patience = bench.all(AddressAction.StartTimer.class).stream()
                .filter(t -> t.timer() == Timer.AUTONOMY)
                .findFirst()
                .orElseThrow();
        assertEquals(200 * MS, patience.delay());
        bench.pass(200 * MS).fire(Timer.AUTONOMY);
        assertEquals(new TakeKey(10, 6, 5), bench.only(TakeKey.class));
    }

    @Test
    void aReleaseCommandOfThisEpochLetsGoAndDoesNotComeBack() {
        AddressBench bench = AddressBench.holder();
        bench.give(new AddressInput.ReleaseCommanded(bench.now, "r10", 10, "maintenance"));
        assertTrue(bench.changes(LinkOperation.DROP));
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        bench.command("c10 again", 10);
        bench.pass(S).fire(Timer.TICK);
        assertFalse(bench.asks(TakeKey.class));
        assertFalse(bench.changes(LinkOperation.RAISE));
    }

    @Test
    void aReleaseCommandOfAnotherEpochIsRefused() {
        AddressBench bench = AddressBench.holder();
        bench.give(new AddressInput.ReleaseCommanded(bench.now, "r5", 5, "maintenance"));
        assertEquals(RefusalReason.STALE_EPOCH, bench.only(Refuse.class).reason());
        assertFalse(bench.changes(LinkOperation.DROP));
    }

    @Test
    void everyDropHasAnIdOfItsOwn() {
        AddressBench bench = AddressBench.replica();
        String first = droppedByHand(bench);
        assertNotEquals(first, droppedByHand(bench));
    }

    private static String droppedByHand(AddressBench bench) {
        bench.link(true);
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        return bench.only(RecordOutcome.class).actionId();
    }

    @Test
    void afterSigtermItEndsOnlyWhenNothingIsLeftToRelease() {
        AddressBench bench = AddressBench.holder();
        bench.give(new AddressInput.Stopping(bench.now));
        assertTrue(bench.changes(LinkOperation.DROP));
        assertFalse(bench.asks(AddressAction.Finished.class));
        bench.changed(LinkOperation.DROP, LinkResult.DONE);
        assertTrue(bench.asks(AddressAction.MarkReleased.class));
        bench.give(new AddressInput.KeyMarked(bench.now, 12, true, ""));
        assertTrue(bench.asks(AddressAction.Finished.class));
    }
}
