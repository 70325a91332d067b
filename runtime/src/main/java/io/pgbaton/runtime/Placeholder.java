package io.pgbaton.runtime;

/** Placeholder. */
final class Placeholder {
    private Placeholder() {}
}
