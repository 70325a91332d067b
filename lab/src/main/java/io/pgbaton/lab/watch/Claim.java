package io.pgbaton.lab.watch;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A frame that the client saw, by which a host says "this address is mine": ARP, or a neighbour advertisement. */
public record Claim(Instant time, String host, String address) {
    private static final Pattern FRAME = Pattern.compile("(\\d+)\\.(\\d{6}) ([0-9a-f:]{17}) > .*");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:who-has \\S+ (?:\\(\\S+\\) )?tell |Reply |advertisement, tgt is )([0-9a-f.:]+?)(?:,| is-at).*");

    /**
     * Reads a line of "tcpdump -e -n -tt"; empty for frames of other kinds and hosts.
     *
     * @param hosts the name of each host by its hardware address
     */
    static Optional<Claim> parse(String line, Map<String, String> hosts) {
        Matcher frame = FRAME.matcher(line);
        Matcher address = ADDRESS.matcher(line);
        if (!frame.matches() || !address.find() || !hosts.containsKey(frame.group(3))) {
            return Optional.empty();
        }
        Instant time = Instant.ofEpochSecond(Long.parseLong(frame.group(1)))
                .plusNanos(1000L * Integer.parseInt(frame.group(2)));
        return Optional.of(new Claim(time, hosts.get(frame.group(3)), address.group(1)));
    }
}
