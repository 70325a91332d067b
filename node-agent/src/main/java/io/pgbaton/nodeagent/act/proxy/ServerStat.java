package io.pgbaton.nodeagent.act.proxy;

import java.util.Map;

/**
 * One server's line of "show stat".
 *
 * @param status as HAProxy spells it: UP, "UP 1/3" on the way down, DOWN, "DOWN 1/2", MAINT, "no check"
 * @param sessions scur, the sessions that are open now
 */
public record ServerStat(String name, String status, int sessions) {
    static ServerStat of(Map<String, String> row) throws ProxyException {
        return new ServerStat(
                row.getOrDefault("svname", ""),
                row.getOrDefault("status", ""),
                RuntimeTable.number("show stat", row, "scur"));
    }
}
