package io.pgbaton.coordinator.decide.handover;

/** Where the record of a handover stands. What happens in the scope meanwhile is in the facts. */
public enum Stage {
    /** The record is being written to etcd; commands already go out. */
    OPENING,
    /** Ours, and public. */
    OPEN,
    /** Decided; the record is being written. */
    CLOSING,
    /** The result is on its way to the bus. */
    ANNOUNCING,
    /** Announced; etcd is being told so. */
    MARKING,
    /** Over. */
    CLOSED,
    /** Taken over from a coordinator that closed it and may not have announced it. */
    OWED
}
