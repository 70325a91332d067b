package io.pgbaton.nodeagent.decide.address;

import static io.pgbaton.nodeagent.decide.address.AddressBench.LIFETIME;
import static io.pgbaton.nodeagent.decide.address.AddressBench.MS;
import static io.pgbaton.nodeagent.decide.address.AddressBench.S;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressAction.Alarm;
import io.pgbaton.nodeagent.decide.address.AddressAction.Fact;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressAction.Tell;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.proto.v1.Result;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R2, R4, R5: who may carry the address, and that letting go waits for nobody. */
class LeaderOnlyTest {

    @Test
    void theAddressIsDroppedWhenTheWatchShowsAnotherLeader() {
        AddressBench bench = AddressBench.holder();
        bench.leader("n2", 20);
        assertTrue(bench.changes(LinkOperation.DROP));
    }

    @Test
    void theAddressIsDroppedWhenAReadShowsThatNobodyLeads() {
        AddressBench bench = AddressBench.holder();
        bench.give(bench.readBack(bench.now, 20, Optional.empty(), AddressBench.mine(11, 10)));
        assertTrue(bench.changes(LinkOperation.DROP));
    }

    @Test
    void anOlderReadingDoesNotBringALeaderBack() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.leader("n2", 20);
        bench.leader("n1", 10);
        assertEquals(0, bench.state.epoch());
    }

    @Test
    void oneReadThatFailedIsNotLoss() {
        AddressBench bench = AddressBench.holder();
        bench.pass(S).readFailed();
        assertFalse(bench.changes(LinkOperation.DROP));
    }

    @Test
    void failsafeModeProlongsTheAddressAndRaisesAnAlarmOnce() {
        AddressBench bench = AddressBench.holder();
        bench.pass(S).readFailed();
        bench.give(new AddressInput.PatroniSeen(bench.now, bench.now - 200 * MS, true));
        assertTrue(bench.changes(LinkOperation.PROLONG));
        assertEquals("failsafe_without_etcd", bench.only(Alarm.class).name());
        bench.changed(LinkOperation.PROLONG, LinkResult.DONE);
        bench.pass(S).readFailed();
        bench.give(new AddressInput.PatroniSeen(bench.now, bench.now, true));
        assertTrue(bench.changes(LinkOperation.PROLONG));
        assertFalse(bench.asks(Alarm.class));
    }

    @Test
    void anAnswerOfPatroniThatTookLongerThanASecondProlongsNothing() {
        AddressBench bench = AddressBench.holder();
        bench.pass(S).readFailed();
        bench.give(new AddressInput.PatroniSeen(bench.now, bench.now - 1_001 * MS, true));
        assertFalse(bench.changes(LinkOperation.PROLONG));
    }

    @Test
    void failsafeModeDoesNotBringBackAnAddressThatIsGone() {
        AddressBench bench = AddressBench.holder();
        bench.pass(S).readFailed();
        bench.give(new AddressInput.PatroniSeen(bench.now, bench.now, true));
        bench.changed(LinkOperation.PROLONG, LinkResult.VANISHED);
        bench.writable();
        assertFalse(bench.changes(LinkOperation.RAISE));
    }

    @Test
    void whilePatroniIsPausedTheLastLeaderKeepsTheAddressWithoutALeaderKey() {
        AddressBench bench = AddressBench.holder();
        bench.writable();
        bench.scope(20, Optional.empty(), true, false);
        assertFalse(bench.changes(LinkOperation.DROP));
        bench.pass(S).writable();
        bench.give(new AddressInput.ReadBack(
                bench.now,
                bench.now,
                20,
                Optional.empty(),
                true,
                AddressBench.mine(11, 10),
                AddressBench.mine(11, 10).lease()));
        assertTrue(bench.changes(LinkOperation.PROLONG));
        assertEquals("paused_without_leader", bench.only(Alarm.class).name());
        bench.changed(LinkOperation.PROLONG, LinkResult.DONE);
        bench.leader("n2", 21);
        assertTrue(bench.changes(LinkOperation.DROP));
    }

    @Test
    void theAddressIsNotRaisedBeforePostgresTakesWrites() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.taken(11, 10);
        assertFalse(bench.changes(LinkOperation.RAISE));
        bench.postgres(Postgres.IN_RECOVERY);
        assertFalse(bench.changes(LinkOperation.RAISE));
        bench.postgres(Postgres.WRITABLE);
        assertTrue(bench.changes(LinkOperation.RAISE));
    }

    @Test
    void whatPostgresSaidBeforeTheReignBeganDoesNotCount() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.writable();
        bench.pass(S).leader("n1", 20);
        bench.command("c20", 20);
        bench.taken(21, 20);
        assertFalse(bench.changes(LinkOperation.RAISE), "between the two it may have been demoted");
        bench.writable();
        assertTrue(bench.changes(LinkOperation.RAISE));
    }

    @Test
    void whatPostgresSaidLongAgoDoesNotCount() {
        AddressBench bench = AddressBench.replica();
        bench.keySeen(9, AddressBench.others(9, 44));
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.writable();
        bench.pass(20 * S).keySeen(11, AddressBench.released(11));
        bench.taken(12, 10);
        assertFalse(bench.changes(LinkOperation.RAISE));
    }

    @Test
    void r9TheIntentIsRecordedBeforeTheKeyIsTakenAndOneIntentHoldsForBoth() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        AddressAction.RecordIntent intent = bench.only(AddressAction.RecordIntent.class);
        assertTrue(bench.actions.indexOf(intent) < bench.actions.indexOf(bench.only(AddressAction.TakeKey.class)));
        bench.taken(11, 10);
        bench.writable();
        assertTrue(bench.changes(LinkOperation.RAISE));
        assertFalse(bench.asks(AddressAction.RecordIntent.class));
        bench.changed(LinkOperation.RAISE, LinkResult.DONE);
        assertEquals(intent.actionId(), acquired(bench, Result.RESULT_DONE).actionId());
    }

    @Test
    void r9WhatIsOnItsWayHasItsOutcomeBeforeAnotherEpochIsActedUpon() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        AddressAction.RecordIntent intent = bench.only(AddressAction.RecordIntent.class);
        bench.taken(11, 10);
        bench.writable();
        bench.leader("n1", 20);
        assertFalse(bench.asks(AddressAction.TakeKey.class));
        bench.changed(LinkOperation.RAISE, LinkResult.DONE);
        assertEquals(intent.actionId(), acquired(bench, Result.RESULT_DONE).actionId());
        assertEquals(20, bench.only(AddressAction.RecordIntent.class).epoch());
        bench.taken(21, 20);
        assertEquals(20, acquired(bench, Result.RESULT_DONE).epoch());
    }

    @Test
    void r9WhatIsGivenUpHasAnOutcomeToo() {
        AddressBench bench = AddressBench.replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        AddressAction.RecordIntent intent = bench.only(AddressAction.RecordIntent.class);
        bench.taken(11, 10);
        bench.leader("n2", 12);
        assertEquals(intent.actionId(), acquired(bench, Result.RESULT_FAILED).actionId());
    }

    private static AddressAction.RecordOutcome acquired(AddressBench bench, Result result) {
        AddressAction.RecordOutcome outcome = bench.only(AddressAction.RecordOutcome.class);
        assertEquals("acquire address", outcome.action());
        assertEquals(result, outcome.result());
        return outcome;
    }

    @Test
    void anAddressThatSomebodyElsePutThereIsReportedAndRemoved() {
        AddressBench bench = AddressBench.replica();
        bench.link(true);
        assertEquals(Fact.CONFLICTED, bench.only(Tell.class).fact());
        assertTrue(bench.changes(LinkOperation.DROP));
    }

    @Test
    void modeObserveTouchesNeitherKeyNorInterface() {
        AddressBench bench = AddressBench.observing();
        bench.link(false);
        bench.keySeen(6, AddressBench.released(6));
        bench.leader("n1", 10);
        bench.writable();
        assertTrue(bench.only(AddressAction.RecordIntent.class).withheld());
        bench.pass(LIFETIME).fire(AddressAction.Timer.AUTONOMY);
        assertFalse(bench.asks(AddressAction.TakeKey.class));
        assertFalse(bench.asks(AddressAction.ChangeLink.class));
    }
}
