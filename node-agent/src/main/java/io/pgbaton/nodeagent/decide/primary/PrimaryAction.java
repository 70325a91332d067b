package io.pgbaton.nodeagent.decide.primary;

import io.pgbaton.nodeagent.decide.leadership.Observed;

/** What {@link PrimaryMachine} asks for. */
public sealed interface PrimaryAction {
    /** Ask PostgreSQL every 10 ms, or stop that. */
    record AwaitWritable(boolean on) implements PrimaryAction {}

    /** Commit a logical message on the connection that is kept for it (R5). */
    record ProveCommit(long epoch) implements PrimaryAction {}

    /** A fact for the bus. */
    record Observe(Observed observed) implements PrimaryAction {}
}
