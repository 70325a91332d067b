package io.pgbaton.nodeagent.act.proxy;

/** What became of one server that was to be up or down. */
public enum ServerOutcome {
    CHANGED,
    /** It was so before. It was said again all the same, which also fills up the count of its checks. */
    ALREADY,
    /** The backend has no server of this name. */
    UNKNOWN_SERVER,
    /** Its checks do not run, so nothing would correct a mistake: it is not touched. */
    UNCHECKED,
    /** An operator put it into maintenance or drain: it is not touched. */
    IN_MAINTENANCE,
    /** HAProxy took the command, and shows something else right after it. */
    NOT_TAKEN;

    public boolean fulfilled() {
        return this == CHANGED || this == ALREADY;
    }
}
