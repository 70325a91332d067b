package io.pgbaton.nodeagent.decide.archive;

import java.util.OptionalLong;

/** Names of WAL files, as {@code 00000002000000010000003C}, {@code .partial} and {@code .backup} behind it. */
final class WalName {
    private static final int PART = 8;
    private static final int LENGTH = 3 * PART;
    private static final int HEX = 16;
    private static final long LOG = 1L << 32;

    private WalName() {}

    /** Where the WAL that is archived with this file ends, in bytes; empty for what is no segment. */
    static OptionalLong end(String name, int segment) {
        if (!isSegment(name)) {
            return OptionalLong.empty();
        }
        long begin = part(name, 1) * LOG + part(name, 2) * segment;
        // The other files go before or beside the segment, which follows by itself.
        return OptionalLong.of(name.length() == LENGTH ? begin + segment : begin);
    }

    /** 0 for what is no segment. */
    static int timeline(String name) {
        return isSegment(name) ? (int) part(name, 0) : 0;
    }

    private static boolean isSegment(String name) {
        boolean longEnough = name.length() == LENGTH || (name.length() > LENGTH && name.charAt(LENGTH) == '.');
        return longEnough && name.substring(0, LENGTH).chars().allMatch(digit -> Character.digit(digit, HEX) >= 0);
    }

    private static long part(String name, int number) {
        return Long.parseLong(name.substring(number * PART, (number + 1) * PART), HEX);
    }
}
