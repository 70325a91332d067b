package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.Postgres;

/** A table of a hundred megabytes that no compression makes small: what takes seconds to be copied. */
final class Bulk {
    private static final int PARTS = 16;

    private Bulk() {}

    /** Once a lab. */
    static void in(Lab lab) {
        Postgres leader = lab.host(lab.leader()).postgres();
        leader.sql("create table if not exists bulk (part int, text text)");
        for (int part = 1; part <= PARTS; part++) {
            leader.sql(
                    """
                    insert into bulk
                    select %1$d, (select string_agg(md5(random()::text || n || i), '') from generate_series(1, 16) i)
                    from generate_series(1, 12500) n
                    where not exists (select from bulk where part = %1$d)
                    """
                            .formatted(part));
        }
    }
}
