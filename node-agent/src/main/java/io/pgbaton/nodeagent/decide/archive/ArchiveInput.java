package io.pgbaton.nodeagent.decide.archive;

/** What {@link ArchiveMachine} is told; {@code at} is CLOCK_BOOTTIME in nanoseconds. */
public sealed interface ArchiveInput {
    long at();

    /** @param epoch in which this member leads */
    record Looked(long at, long epoch, ArchiveReading reading, Said said) implements ArchiveInput {}

    /** This member leads no more, or never did: its archive is another's business. */
    record LeadsNot(long at) implements ArchiveInput {}
}
