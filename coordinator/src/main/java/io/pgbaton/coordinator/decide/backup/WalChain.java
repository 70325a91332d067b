package io.pgbaton.coordinator.decide.backup;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far each timeline came in a repository, as far as that was ever seen: pgBackRest names the newest segment alone. WAL is
 * archived in order, so the newest segment of a timeline stands for those before it. Segments are taken to be of 16 MiB,
 * PostgreSQL's own size; with others the chain is not shown to be whole, which costs a backup.
 *
 * @param reached the newest segment by timeline, of the last few timelines
 */
public record WalChain(SortedMap<Integer, String> reached) {
    static final WalChain NOTHING = new WalChain(new TreeMap<>());

    private static final int KEPT = 4;
    private static final Pattern SEGMENT = Pattern.compile("([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})");
    private static final Pattern LSN = Pattern.compile("([0-9A-F]{1,8})/([0-9A-F]{1,8})");
    private static final int HEX = 16;
    private static final int SEGMENT_BITS = 24;
    private static final long SEGMENTS_A_LOG = 256;
    private static final long UNKNOWN = -1;

    /** Of the WAL across a change of the timeline. */
    enum Verdict {
        WHOLE,
        /** What the new primary archives is not there yet. */
        NOT_YET,
        NOT_SHOWN
    }

    /** @param why completes "the WAL ..." */
    record Finding(Verdict verdict, String why) {}

    public WalChain {
        reached = Collections.unmodifiableSortedMap(reached);
    }

    /** What is no segment says nothing. */
    WalChain seen(String segment) {
        Matcher name = SEGMENT.matcher(segment);
        if (!name.matches()) {
            return this;
        }
        SortedMap<Integer, String> next = new TreeMap<>(reached);
        next.merge(Integer.parseUnsignedInt(name.group(1), HEX), segment, (a, b) -> a.compareTo(b) > 0 ? a : b);
        while (next.size() > KEPT) {
            next.remove(next.firstKey());
        }
        return new WalChain(next);
    }

    Finding across(Succession change) {
        if (change.newTimeline() == 0) {
            return notShown("goes on in a timeline that nobody told");
        } else if (!reached.containsKey(change.newTimeline())) {
            return new Finding(Verdict.NOT_YET, "of timeline " + change.newTimeline() + " is not in the repository");
        }
        String last = reached.getOrDefault(change.oldTimeline(), "");
        long end = ofSegment(last);
        long switched = ofLsn(change.lsn());
        if (end == UNKNOWN || switched == UNKNOWN) {
            return notShown("of timeline " + change.oldTimeline() + " was not seen to its end");
        } else if (end > switched) {
            return notShown("of timeline " + change.oldTimeline() + " goes on after its end, to " + last);
        }
        // The segment in which they part is in the archive of the new timeline.
        return end >= switched - 1
                ? new Finding(Verdict.WHOLE, "is whole")
                : notShown("of timeline " + change.oldTimeline() + " was last seen at " + last + ", before its end");
    }

    private static Finding notShown(String why) {
        return new Finding(Verdict.NOT_SHOWN, why);
    }

    /** In segments from the beginning of all WAL. */
    private static long ofSegment(String name) {
        Matcher parts = SEGMENT.matcher(name);
        if (!parts.matches()) {
            return UNKNOWN;
        }
        long low = Long.parseLong(parts.group(3), HEX);
        return low < SEGMENTS_A_LOG ? Long.parseLong(parts.group(2), HEX) * SEGMENTS_A_LOG + low : UNKNOWN;
    }

    private static long ofLsn(String lsn) {
        Matcher parts = LSN.matcher(lsn);
        return parts.matches()
                ? Long.parseLong(parts.group(1), HEX) * SEGMENTS_A_LOG
                        + (Long.parseLong(parts.group(2), HEX) >>> SEGMENT_BITS)
                : UNKNOWN;
    }
}
