package io.pgbaton.nodeagent.act.kernel;

/** How letting go of an address ended; both leave the interface without it. */
public enum Dropped {
    REMOVED,
    WAS_ABSENT
}
