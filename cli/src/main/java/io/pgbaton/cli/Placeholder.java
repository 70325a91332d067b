package io.pgbaton.cli;

/** Placeholder. */
final class Placeholder {
    private Placeholder() {}
}
