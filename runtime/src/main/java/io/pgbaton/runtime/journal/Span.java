package io.pgbaton.runtime.journal;

/** Positions of the log, both ends included; empty when {@code to} is below {@code from}. */
public record Span(long from, long to) {
    static final Span EMPTY = new Span(1, 0);

    boolean isEmpty() {
        return to < from;
    }

    long length() {
        return isEmpty() ? 0 : to - from + 1;
    }
}
