package io.pgbaton.nodeagent.decide.archive;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of WAL files, as {@code 00000002000000010000003C}, {@code .partial} and {@code .backup} behind it. */
final class WalName {
    private static final Pattern NAME = Pattern.compile("([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(\\..+)?");
    private static final int HEX = 16;
    private static final long LOG = 1L << 32;

    private WalName() {}

    /** Where the WAL that is archived with this file ends, in bytes; empty for what is no segment. */
    static OptionalLong end(String name, int segment) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        long begin = Long.parseLong(parts.group(2), HEX) * LOG + Long.parseLong(parts.group(3), HEX) * segment;
        // The other files go before or beside the segment, which follows by itself.
        return OptionalLong.of(parts.group(4) == null ? begin + segment : begin);
    }

    /** 0 for what is no segment. */
    static int timeline(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() ? Integer.parseUnsignedInt(parts.group(1), HEX) : 0;
    }
}
