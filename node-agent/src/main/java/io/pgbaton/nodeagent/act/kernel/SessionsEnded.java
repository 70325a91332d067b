package io.pgbaton.nodeagent.act.kernel;

import java.util.List;

/** How the end of the sessions of an address went. */
public sealed interface SessionsEnded {
    /** The sessions that this call ended; empty if there were none. */
    record Ended(List<TcpSession> sessions) implements SessionsEnded {}

    /**
     * This kernel was built without CONFIG_INET_DIAG_DESTROY: clients notice only by their own timeouts.
     *
     * @param sessions those that live on
     */
    record NotSupported(List<TcpSession> sessions) implements SessionsEnded {}
}
