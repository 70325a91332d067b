package io.pgbaton.lab.chaos.write;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.writer.WritePath;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A table a path, in which the server itself writes down who it is with every row. */
public final class ChaosTables {
    private ChaosTables() {}

    static String of(WritePath path) {
        return "numbered_by_" + path.word();
    }

    public static void create(Lab lab) {
        String timeline = "('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int";
        String columns = " (id bigint primary key, member text not null default current_setting('lab.member'), "
                + "timeline int not null default " + timeline
                + ", at timestamptz not null default clock_timestamp());\n";
        String tables = Arrays.stream(WritePath.values())
                .map(path -> "create table " + of(path) + columns)
                .collect(Collectors.joining());
        leader(lab).sqlIn("app", "set role app;\n" + tables);
    }

    /** The numbers of the rows that are there now, by path. */
    public static Map<WritePath, Set<Long>> rows(Lab lab) {
        Map<WritePath, Set<Long>> found = new EnumMap<>(WritePath.class);
        for (WritePath path : WritePath.values()) {
            String ids = leader(lab).sqlIn("app", "select id from " + of(path));
            found.put(path, ids.lines().map(Long::valueOf).collect(Collectors.toSet()));
        }
        return found;
    }

    private static Postgres leader(Lab lab) {
        return lab.host(lab.leader()).postgres();
    }
}
