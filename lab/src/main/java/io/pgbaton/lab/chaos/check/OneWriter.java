package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Through the address no two servers take writes at one time. A server is a member on a timeline; it took writes for certain
 * from its first acknowledgement to the sending of the last row that it acknowledged. Where these times of two servers
 * overlap, a row of each was acknowledged before a later one was sent to the other: no delay of the client explains that.
 */
public final class OneWriter {
    public static final String RULE = "R2: through the address one server at a time takes writes";

    private record Server(String member, int timeline) {}

    private record Reign(Server server, Instant begin, Instant end) {
        boolean overlaps(Reign other) {
            return begin.isBefore(other.end) && other.begin.isBefore(end);
        }
    }

    private OneWriter() {}

    public static List<Violation> violations(List<Acknowledged> acknowledged) {
        Map<Server, List<Acknowledged>> byServer = acknowledged.stream()
                .filter(row -> row.path() == WritePath.ADDRESS)
                .collect(Collectors.groupingBy(row -> new Server(row.member(), row.timeline())));
        List<Reign> reigns = byServer.entrySet().stream()
                .map(entry -> reign(entry.getKey(), entry.getValue()))
                .toList();
        List<Violation> found = new ArrayList<>();
        for (int i = 0; i < reigns.size(); i++) {
            Reign one = reigns.get(i);
            reigns.subList(0, i).stream()
                    .filter(one::overlaps)
                    .forEach(other -> found.add(new Violation(RULE, one.begin(), one + " and " + other)));
        }
        return found;
    }

    private static Reign reign(Server server, List<Acknowledged> rows) {
        Instant begin = rows.stream()
                .map(Acknowledged::acknowledged)
                .min(Instant::compareTo)
                .orElseThrow();
        Instant end =
                rows.stream().map(Acknowledged::sent).max(Instant::compareTo).orElseThrow();
        return new Reign(server, begin, end);
    }
}
