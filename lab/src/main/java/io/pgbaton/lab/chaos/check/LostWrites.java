package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No row whose commit was acknowledged may be missing at the end. In asynchronous mode Patroni does not promise that. */
public final class LostWrites {
    public static final String RULE = "no acknowledged write is lost in synchronous mode";

    private LostWrites() {}

    /** @param rows the numbers of the rows that are there, by path */
    public static List<Acknowledged> missing(List<Acknowledged> acknowledged, Map<WritePath, Set<Long>> rows) {
        return acknowledged.stream()
                .filter(row -> !rows.getOrDefault(row.path(), Set.of()).contains(row.id()))
                .toList();
    }

    /** @param discarded reigns whose rows Patroni itself threw away */
    public static List<Violation> violations(List<Acknowledged> missing, List<Discarded> discarded) {
        return missing.stream()
                .filter(row -> discarded.stream().noneMatch(each -> each.cost(row)))
                .map(row -> new Violation(RULE, row.acknowledged(), "lost: " + row))
                .toList();
    }
}
