package io.pgbaton.cli.chain;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Hashes of the newest records of one source by number, to tell a repeat from a forgery. Not thread-safe. */
final class Known {
    /** Far more than a journal sends again: some 40 MB. */
    private static final int MOST = 100_000;

    /** @param replayed whether one of its copies says that it may come twice */
    private record Seen(String chain, String content, boolean replayed) {}

    private final NavigableMap<Long, Seen> seen = new TreeMap<>();

    void put(Link link) {
        seen.put(link.sequence(), new Seen(link.chain(), link.content(), link.replayed()));
        if (seen.size() > MOST) {
            seen.pollFirstEntry();
        }
    }

    Optional<String> hash(long number) {
        return Optional.ofNullable(seen.get(number)).map(Seen::chain);
    }

    /** Whether it has the content of the one of its number that came first. */
    boolean isSame(Link link) {
        return seen.get(link.sequence()).content().equals(link.content());
    }

    /** Another copy of it. @return whether this or an earlier one is marked */
    boolean repeat(Link link) {
        Seen before = seen.get(link.sequence());
        boolean marked = link.replayed() || before.replayed();
        seen.put(link.sequence(), new Seen(before.chain(), before.content(), marked));
        return marked;
    }

    /** Before all that are known: retention took its like, or it is too long ago. */
    boolean isBeforeAll(long number) {
        Map.Entry<Long, Seen> first = seen.firstEntry();
        return first != null && number < first.getKey();
    }

    /** A chain goes on from before this number. */
    void forgetFrom(long number) {
        seen.tailMap(number, true).clear();
    }
}
