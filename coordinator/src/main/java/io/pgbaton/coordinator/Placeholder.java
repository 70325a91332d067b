package io.pgbaton.coordinator;

/** Placeholder. */
final class Placeholder {
    private Placeholder() {}
}
