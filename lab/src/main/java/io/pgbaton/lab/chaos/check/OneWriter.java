package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private record Named(long part, Server server) {}

    /** @param discarded after each of these a server may come again, on the timeline that it had or that another had before */
    public static List<Violation> violations(List<Acknowledged> acknowledged, List<Discarded> discarded) {
        List<Acknowledged> rows = acknowledged.stream()
                .filter(row -> row.path() == WritePath.ADDRESS)
                .toList();
        List<Instant> cuts = discarded.stream().map(each -> each.over(rows)).toList();
        Map<Named, List<Acknowledged>> byServer =
                rows.stream().collect(Collectors.groupingBy(row -> new Named(part(row, cuts), Server.of(row))));
        List<Named> names = List.copyOf(byServer.keySet());
        List<Violation> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Named name = names.get(i);
            Reign one = reign(name.server(), byServer.get(name));
            names.subList(0, i).stream()
                    .filter(other -> other.part() == name.part())
                    .map(other -> reign(other.server(), byServer.get(other)))
                    .filter(one::overlaps)
                    .forEach(other -> found.add(new Violation(RULE, one.begin(), one + " and " + other)));
        }
        return found;
    }

    private static long part(Acknowledged row, List<Instant> cuts) {
        return cuts.stream().filter(cut -> !row.acknowledged().isBefore(cut)).count();
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
