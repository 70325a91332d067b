package io.pgbaton.lab.cluster;

import io.pgbaton.lab.writer.WritePath;

/** The database roles of the lab: pgbaton, which looks, and app, which writes into a database of its own. */
public final class Roles {
    private Roles() {}

    public static void create(Postgres leader, Secrets secrets) {
        leader.sql("create role pgbaton login password '" + secrets.of("pgbaton") + "' in role pg_monitor;\n"
                + "create role app login password '" + secrets.of("app") + "';\n"
                + "create database app owner app;\n");
        for (String table : WritePath.tables()) {
            leader.sqlIn(
                    "app",
                    "set role app; create table " + table
                            + " (id bigint primary key, at timestamptz not null default clock_timestamp());");
        }
    }
}
