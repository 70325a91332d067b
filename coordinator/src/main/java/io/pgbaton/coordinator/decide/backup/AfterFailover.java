package io.pgbaton.coordinator.decide.backup;

/** Whether a backup is taken because the timeline changed. */
public enum AfterFailover {
    /** After every failover; after a planned switchover as {@link #IF_NEEDED}. */
    ALWAYS,
    /** Unless the repository shows that the WAL across the change is whole. */
    IF_NEEDED,
    NEVER
}
