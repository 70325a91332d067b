package io.pgbaton.nodeagent.act.kernel;

/** How an announcement ended. */
public enum Announced {
    SENT,
    /** The deadline passed before or while it was sent: drop the address. */
    TOO_LATE
}
