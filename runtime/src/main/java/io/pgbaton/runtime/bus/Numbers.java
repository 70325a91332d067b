package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.HashChain;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the records of each source on each topic from 1, without a gap, and ties them together where the topic has a
 * chain. Not thread-safe.
 */
public final class Numbers {
    /** Of data: what is larger is refused by Kafka (1 MiB with its headers), and the number it had would be missing. */
    private static final int MOST_CHARS = 900_000;

    /**
     * What is counted by itself.
     *
     * @param topic without the prefix; empty for a count over all topics, as there was one before there was a chain
     */
    public record Series(String source, String topic) {
        static Series of(Topic topic, BusRecord record) {
            return new Series(record.source(), topic.name(""));
        }

        private Series overAllTopics() {
            return new Series(source, "");
        }
    }

    /** @param chain hash of that record; empty for none */
    public record Last(long sequence, String chain) {
        private static final Last NONE = new Last(0, "");
    }

    private final Map<Series, Last> last = new HashMap<>();

    /** What can never be published has no number: it would be missing. */
    public Numbered next(Topic topic, BusRecord record) {
        Series series = Series.of(topic, record);
        Last before = last.getOrDefault(series, last.getOrDefault(series.overAllTopics(), Last.NONE));
        Numbered next = topic.isChained() ? chained(record, before) : Numbered.of(record, before.sequence() + 1);
        if (next.sequence() > 0) {
            last.put(series, new Last(next.sequence(), next.chain()));
        }
        return next;
    }

    /** Goes on where an earlier life ended. */
    public void resume(Map<Series, Last> lastOfEach) {
        last.putAll(lastOfEach);
    }

    public Map<Series, Last> lastOfEach() {
        return Map.copyOf(last);
    }

    private static Numbered chained(BusRecord record, Last before) {
        try {
            String previous = before.chain().isEmpty() ? HashChain.START : before.chain();
            Numbered next = Numbered.chained(record, before.sequence() + 1, previous);
            return next.json().length() > MOST_CHARS ? Numbered.without(record) : next;
        } catch (IllegalArgumentException neverPublished) {
            // Whoever sends it meets the same, and says so.
            return Numbered.without(record);
        }
    }
}
