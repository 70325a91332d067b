package io.pgbaton.lab.watch;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel put an address on a host's interface (again, when it was only refreshed) or took it away.
 *
 * @param time when the event was read: its place among the others is exact, the moment some milliseconds late
 */
record AddressEvent(Instant time, String host, String address, boolean added) {
    private static final Pattern LINE =
            Pattern.compile("\\[(\\S+)] \\[nsid (\\d+)](Deleted )?\\d+: \\S+\\s+inet6? ([0-9a-f.:]+)/.*");

    /**
     * Reads a line of "ip -o -ts monitor address all-nsid", run with TZ=UTC; empty for lines of other kinds and hosts.
     *
     * @param hosts the name of each host by the id of its namespace
     */
    static Optional<AddressEvent> parse(String line, Map<Integer, String> hosts) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !hosts.containsKey(Integer.valueOf(matcher.group(2)))) {
            return Optional.empty();
        }
        Instant time = LocalDateTime.parse(matcher.group(1)).toInstant(ZoneOffset.UTC);
        String host = hosts.get(Integer.valueOf(matcher.group(2)));
        return Optional.of(new AddressEvent(time, host, matcher.group(4), matcher.group(3) == null));
    }
}
