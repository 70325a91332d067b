package io.pgbaton.nodeagent.decide.address;

import java.util.HashMap;
import java.util.Map;

/**
 * What other machines claimed of our address by ARP or neighbour advertisement. Soft state.
 *
 * @param toldAt by foreign MAC, when it was last told of
 * @param answerFrom the next answer may go out then
 */
record Claims(Map<String, Long> toldAt, long answerFrom) {
    /** A machine that goes on claiming is told of again after this: long enough to read the first line. */
    static final long TELL_AGAIN = 30_000_000_000L;

    /** Two machines that answer each other at once would fill the network: each of ours waits this long. */
    static final long ANSWER_EVERY = 1_000_000_000L;

    /** A flood of invented MACs is counted, and told of up to here. */
    private static final int MOST_MACS = 16;

    static final Claims NONE = new Claims(Map.of(), 0);

    Claims {
        toldAt = Map.copyOf(toldAt);
    }

    boolean isNews(String mac, long at) {
        Long told = toldAt.get(mac);
        return told == null ? lately(at).size() < MOST_MACS : at - told >= TELL_AGAIN;
    }

    Claims told(String mac, long at) {
        Map<String, Long> next = lately(at);
        next.put(mac, at);
        return new Claims(next, answerFrom);
    }

    /** @param when the answer goes out, now or later */
    Claims answered(long when) {
        return new Claims(toldAt, when + ANSWER_EVERY);
    }

    private Map<String, Long> lately(long at) {
        Map<String, Long> left = new HashMap<>(toldAt);
        left.values().removeIf(told -> at - told >= TELL_AGAIN);
        return left;
    }
}
