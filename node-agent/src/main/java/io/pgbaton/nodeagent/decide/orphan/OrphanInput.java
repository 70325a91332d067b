package io.pgbaton.nodeagent.decide.orphan;

import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;

/** What {@link OrphanMachine} is told; {@code at} is CLOCK_BOOTTIME in nanoseconds. */
public sealed interface OrphanInput {
    long at();

    /** @param postmasterStart of the connection that was asked, as PostgreSQL writes it; empty when unknown */
    record PostgresAnswered(long at, PostgresAnswer answer, String postmasterStart) implements OrphanInput {}

    record PatroniAnswered(long at) implements OrphanInput {}

    /** @param refused nobody listens where Patroni did: it is gone, and not only slow */
    record PatroniSilent(long at, boolean refused) implements OrphanInput {}

    record ScopeSeen(long at, ScopeReading reading) implements OrphanInput {}
}
