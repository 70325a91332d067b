package io.pgbaton.runtime.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryJournalTest {
    private final MemoryJournal journal = new MemoryJournal(4);

    @Test
    void sendsAgainInOrderAndFirstWhatWasSentAndNotSettled() {
        append(0, 1, 2, 3);
        JournalEntry zero = journal.next().orElseThrow();
        JournalEntry one = journal.next().orElseThrow();
        journal.next();
        journal.settle(one);

        journal.rewind();

        assertEquals(zero.again(), journal.oldest().orElseThrow(), "and says that it may come twice");
        assertEquals(List.of(0L, 2L, 3L), positions());
    }

    @Test
    void isFullOfWhatWaitsAndWhatIsOnItsWayTogether() {
        append(0, 1, 2, 3);
        journal.next();
        assertTrue(journal.isFull());
        journal.settle(entry(0));
        assertEquals(3, journal.depth());
    }

    @Test
    void givesUpEverythingOldestFirst() {
        append(0, 1, 2);
        journal.next();
        assertEquals(
                List.of(0L, 1L, 2L),
                journal.giveUp().stream().map(JournalEntry::position).toList());
        assertEquals(0, journal.depth());
    }

    private void append(long... positions) {
        LongStream.of(positions).mapToObj(MemoryJournalTest::entry).forEach(journal::append);
    }

    private List<Long> positions() {
        List<Long> positions = new ArrayList<>();
        for (Optional<JournalEntry> next = journal.next(); next.isPresent(); next = journal.next()) {
            positions.add(next.get().position());
        }
        return positions;
    }

    private static JournalEntry entry(long position) {
        return new JournalEntry(position, Topic.AUDIT, null, false, 0, Promise.promise());
    }
}
