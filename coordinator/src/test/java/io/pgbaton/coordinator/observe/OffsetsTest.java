package io.pgbaton.coordinator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.TopicSlice;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private static final TopicSlice SEEN = new TopicSlice(Topic.OBSERVATIONS, 3);
    private static final TopicSlice AUDIT = new TopicSlice(Topic.AUDIT, 3);

    private final Offsets offsets = new Offsets();

    @Test
    void whatWasDecidedOnMayBeCommitted() {
        take(SEEN, 5);
        take(SEEN, 6);
        assertEquals(Map.of(SEEN, 7L), offsets.committable());
    }

    @Test
    void aHoldKeepsTheRecordThatIsBeingDecidedOnAndWhatComesAfter() {
        take(SEEN, 5);
        take(AUDIT, 90);
        offsets.begin(SEEN, 6);
        offsets.hold("handover");
        offsets.done(SEEN, 6);
        take(SEEN, 7);
        take(AUDIT, 91);
        assertEquals(Map.of(SEEN, 6L, AUDIT, 91L), offsets.committable());
        offsets.release("handover");
        assertEquals(Map.of(SEEN, 8L, AUDIT, 92L), offsets.committable());
    }

    @Test
    void theOldestHoldCounts() {
        take(SEEN, 5);
        offsets.hold("first");
        take(SEEN, 6);
        offsets.hold("second");
        take(SEEN, 7);
        assertEquals(6L, offsets.committable().get(SEEN));
        offsets.release("first");
        assertEquals(7L, offsets.committable().get(SEEN));
    }

    @Test
    void aTopicOfWhichNothingHadComeIsHeldFromItsFirstRecord() {
        take(SEEN, 5);
        offsets.hold("handover");
        take(AUDIT, 90);
        take(AUDIT, 91);
        assertEquals(90L, offsets.committable().get(AUDIT));
    }

    @Test
    void whoHoldsWithAnotherHoldsFromWhereThatOneDoes() {
        take(SEEN, 5);
        offsets.hold("scope waits");
        take(SEEN, 6);
        offsets.holdWith("handover", "scope waits");
        offsets.release("scope waits");
        assertEquals(6L, offsets.committable().get(SEEN));
    }

    @Test
    void readingAgainFromAnEarlierOffsetTakesNothingBack() {
        take(SEEN, 5);
        take(SEEN, 6);
        take(SEEN, 5);
        assertEquals(7L, offsets.committable().get(SEEN));
    }

    @Test
    void thereIsSomethingToCommitOnlyOnce() {
        take(SEEN, 5);
        assertTrue(offsets.isAhead());
        offsets.committed(offsets.committable());
        assertFalse(offsets.isAhead());
    }

    private void take(TopicSlice slice, long offset) {
        offsets.begin(slice, offset);
        offsets.done(slice, offset);
    }
}
