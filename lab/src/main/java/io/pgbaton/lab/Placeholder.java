package io.pgbaton.lab;

/** Placeholder. */
final class Placeholder {
    private Placeholder() {}
}
