package io.pgbaton.runtime.bus;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StallTest {
    private final MemoryJournal journal = new MemoryJournal(10);
    private Future<?> broker = Future.succeededFuture();
    private int second;
    private final Stall stall = new Stall(journal, () -> broker);

    @Test
    void aBrokerThatIsAwayIsNoStallHoweverLongItIs() {
        broker = Future.failedFuture("away");
        append(0);
        checkEverySecondUntil(3600);
        assertFalse(stall.isProven());
    }

    @Test
    void aRecordThatStaysWhileTheBrokerAnswersIsAStall() {
        append(0);
        checkEverySecondUntil(39);
        assertFalse(stall.isProven());
        checkEverySecondUntil(41);
        assertTrue(stall.isProven());
    }

    @Test
    void aBrokerThatCameBackAndTakesTheRecordsIsNoStall() {
        append(0);
        append(1);
        checkEverySecondUntil(35);
        journal.settle(journal.next().orElseThrow());
        checkEverySecondUntil(42);
        assertFalse(stall.isProven());
    }

    private void append(long position) {
        journal.append(new JournalEntry(position, Topic.AUDIT, null, false, 0, Promise.promise()));
    }

    private void checkEverySecondUntil(int last) {
        while (second <= last) {
            stall.check(TimeUnit.SECONDS.toNanos(second++));
        }
    }
}
