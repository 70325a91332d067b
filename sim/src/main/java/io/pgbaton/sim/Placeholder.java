package io.pgbaton.sim;

/** Placeholder. */
final class Placeholder {
    private Placeholder() {}
}
