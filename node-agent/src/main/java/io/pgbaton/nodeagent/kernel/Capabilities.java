package io.pgbaton.nodeagent.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which of the two capabilities that act mode needs are effective in this process. */
public record Capabilities(boolean netAdmin, boolean netRaw) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_NET_RAW = 13;

    /**
     * Reads them now.
     *
     * @throws NotSupportedHere without a /proc as Linux has it
     */
    public static Capabilities ofThisProcess() {
        try {
            return parse(Files.readAllLines(STATUS));
        } catch (IOException e) {
            throw new NotSupportedHere("Cannot read the capabilities of this process from " + STATUS, e);
        }
    }

    static Capabilities parse(List<String> status) {
        long effective = status.stream()
                .filter(line -> line.startsWith(EFFECTIVE))
                .map(line -> Long.parseUnsignedLong(
                        line.substring(EFFECTIVE.length()).strip(), 16))
                .findFirst()
                .orElse(0L);
        return new Capabilities((effective >> CAP_NET_ADMIN & 1) == 1, (effective >> CAP_NET_RAW & 1) == 1);
    }

    public boolean complete() {
        return netAdmin && netRaw;
    }

    /** One sentence for logs, {@code doctor} and errors. */
    public String sentence() {
        if (complete()) {
            return "This process may set addresses (CAP_NET_ADMIN) and announce them (CAP_NET_RAW).";
        }
        String missing = netAdmin ? "CAP_NET_RAW" : netRaw ? "CAP_NET_ADMIN" : "CAP_NET_ADMIN and CAP_NET_RAW";
        return "This process cannot carry addresses: it lacks " + missing + "; give it in systemd with"
                + " AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW.";
    }
}
