package io.pgbaton.nodeagent;

/** Placeholder. */
final class Placeholder {
    private Placeholder() {}
}
