package io.pgbaton.nodeagent.act.proxy;

/** Why HAProxy did not do, or not answer, what it was asked. One list for the log, the audit and the tests. */
public enum ProxyFault {
    /** No such file: HAProxy is down, or another path is in its configuration. */
    SOCKET_MISSING,
    /** The file is there and this user may not write to it: "user", "group" or "mode" of the stats socket. */
    PERMISSION_DENIED,
    /** The file is there and nobody listens: left behind by a HAProxy that died. */
    NOBODY_LISTENS,
    /** No whole answer within the limit: HAProxy is frozen, or the machine is overloaded. */
    TIMEOUT,
    /** The answer, or the line that was to be sent, is longer than the limit. */
    TOO_LARGE,
    /** The connection broke before the answer was whole; the process may have been ended. */
    BROKEN,
    NO_SUCH_BACKEND,
    NO_SUCH_SERVER,
    /** The socket lacks "level admin". */
    LEVEL_TOO_LOW,
    /** The server follows another one's checks ("track"): its health cannot be set. */
    TRACKING,
    /** A worker that a reload replaced; its backends take no commands by name any more. */
    OLD_WORKER,
    /** The master knows no worker with this process id: it has ended meanwhile. */
    WORKER_GONE,
    UNEXPECTED_ANSWER;

    /**
     * Whether the same request may work later without anybody's help. The others need a change of the configuration or
     * of a name, and asking again in a loop only fills the logs.
     */
    public boolean passing() {
        return switch (this) {
            case SOCKET_MISSING, NOBODY_LISTENS, TIMEOUT, BROKEN -> true;
            default -> false;
        };
    }
}
