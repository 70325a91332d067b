package io.pgbaton.lab.writer;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.cluster.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The two ways by which an application reaches the primary; the writer uses both, each with a table of its own. */
public enum WritePath {
    /** Straight to PostgreSQL at the write address. */
    ADDRESS,
    /** Through the write port of the first HAProxy that answers. */
    HAPROXY;

    public String word() {
        return this == ADDRESS ? "address" : "haproxy";
    }

    public String table() {
        return "written_by_" + word();
    }

    public static List<String> tables() {
        return Arrays.stream(values()).map(WritePath::table).toList();
    }

    /** host:port of each server to be tried, in that order. */
    public String servers(Layout layout) {
        if (this == ADDRESS) {
            return Scope.MAIN.vip(layout) + ":" + Scope.MAIN.postgresPort();
        }
        return Layout.NODES.stream()
                .map(node -> layout.ip(node) + ":" + Scope.MAIN.writePort())
                .collect(Collectors.joining(","));
    }
}
