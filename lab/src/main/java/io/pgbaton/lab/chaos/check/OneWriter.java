package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Through the address no two servers take writes at one time. A server took writes for certain from its first acknowledgement to the sending of the last row that it acknowledged. Where these times of two servers
 * overlap, a row of each was acknowledged before a later one was sent to the other: no delay of the client explains that.
 */
public final class OneWriter {
    public static final String RULE = "R2: through the address one server at a time takes writes";

    private record Reign(Server server, Instant begin, Instant end) {
        boolean overlaps(Reign other) {
            return begin.isBefore(other.end) && other.begin.isBefore(end);
        }
    }

    private OneWriter() {}

    /** @param putOver servers whose predecessor may come again on its old timeline, after them */
    public static List<Violation> violations(List<Acknowledged> acknowledged, Set<Server> putOver) {
        Map<Server, List<Acknowledged>> byServer = acknowledged.stream()
                .filter(row -> row.path() == WritePath.ADDRESS)
                .collect(Collectors.groupingBy(Server::of));
        List<Server> servers = List.copyOf(byServer.keySet());
        List<Violation> found = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            for (Server other : servers.subList(0, i)) {
                Server one = servers.get(i);
                boolean returns = putOver.contains(one);
                Server stays = returns ? one : other;
                Server comesAgain = returns ? other : one;
                Reign reign = reign(stays, byServer.get(stays));
                List<List<Acknowledged>> parts = returns || putOver.contains(other)
                        ? aroundThe(reign, byServer.get(comesAgain))
                        : List.of(byServer.get(comesAgain));
                parts.stream()
                        .filter(rows -> !rows.isEmpty())
                        .map(rows -> reign(comesAgain, rows))
                        .filter(reign::overlaps)
                        .forEach(overlap -> found.add(new Violation(RULE, reign.begin(), reign + " and " + overlap)));
            }
        }
        return found;
    }

    /** What was sent before it began, and what was sent after. */
    private static List<List<Acknowledged>> aroundThe(Reign reign, List<Acknowledged> rows) {
        Map<Boolean, List<Acknowledged>> before = rows.stream()
                .collect(Collectors.partitioningBy(row -> row.sent().isBefore(reign.begin())));
        return List.of(before.get(true), before.get(false));
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
