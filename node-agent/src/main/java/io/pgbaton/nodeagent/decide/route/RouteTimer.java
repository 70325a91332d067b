package io.pgbaton.nodeagent.decide.route;

/** The timers of one proxy. */
public enum RouteTimer {
    /** No command came although the leader is writable (R7). */
    AUTONOMY,
    /** A drained leader gets its connections back. */
    DRAIN,
    /** The proxy did not take an action: send what is wanted again. */
    RETRY,
    /** A command waits for the epoch that it names to be seen here. */
    WAITING
}
