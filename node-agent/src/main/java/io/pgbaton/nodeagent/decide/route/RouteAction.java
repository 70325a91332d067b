package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.proto.v1.RefusalReason;
import java.util.List;

/** What the route machine asks for. Those of one proxy are carried out one at a time, in their order. */
public sealed interface RouteAction {
    /**
     * Tell the proxy; an intent is recorded before and an outcome after, with the command's id where there is one.
     *
     * @param number counts the actions of this proxy since the agent started; comes back with the result
     * @param withheld "mode: observe": only the intent is recorded, and no result comes back
     */
    record SetBackend(long number, String backend, Servers servers, Cause cause, boolean withheld)
            implements RouteAction {}

    /** Servers of members in maintenance that were set down before: their checks begin to count anew. No result comes back. */
    record KeepDown(String backend, List<String> servers) implements RouteAction {
        public KeepDown {
            servers = List.copyOf(servers);
        }
    }

    /**
     * A server in none of the lists is left to HAProxy's own checks.
     *
     * @param endSessions their open sessions are ended, also those that old workers of the proxy still carry
     */
    record Servers(List<String> up, List<String> down, List<String> endSessions) {
        public Servers {
            up = List.copyOf(up);
            down = List.copyOf(down);
            endSessions = List.copyOf(endSessions);
        }
    }

    /** @param commandId empty when the agent acts by itself */
    record Cause(RouteReason reason, long epoch, String commandId) {}

    /** A command that is not carried out. */
    record Refuse(CommandName command, RefusalReason reason, String detail) implements RouteAction {}

    /** A command of which nothing is left to do: a repeat (R8), or it was already so. */
    record Already(CommandName command) implements RouteAction {}

    /** @param action in the audit's words: prepare route, route, drain, undrain */
    record CommandName(String id, String action, long epoch) {}

    /** A command names an epoch that is not seen here yet (R3): read the scope from etcd now. */
    record ReadEtcd(long epoch) implements RouteAction {}

    /** (Re)start a timer; starting one that runs replaces it. {@code delay} is in nanoseconds. */
    record StartTimer(RouteTimer timer, long generation, long delay) implements RouteAction {}

    record CancelTimer(RouteTimer timer) implements RouteAction {}

    /** HAProxy's checks insist on something else, and are left alone from now on: somebody should look (WARN). */
    record GiveIn(String backend, List<String> servers, long epoch) implements RouteAction {
        public GiveIn {
            servers = List.copyOf(servers);
        }
    }
}
