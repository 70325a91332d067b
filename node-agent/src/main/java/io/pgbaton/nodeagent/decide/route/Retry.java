package io.pgbaton.nodeagent.decide.route;

/**
 * @param failures in a row that may pass by themselves
 * @param waiting nothing is sent before the timer, or a reason that does not wait for it
 */
record Retry(int failures, boolean waiting) {
    static final Retry NONE = new Retry(0, false);

    private static final long FIRST = 100_000_000L;
    private static final long LONGEST = 5_000_000_000L;

    Retry failed() {
        return new Retry(Math.min(failures + 1, 16), true);
    }

    Retry goOn() {
        return new Retry(failures, false);
    }

    /** Doubles from 100 ms to 5 s. */
    long delay() {
        return Math.min(LONGEST, FIRST << Math.max(0, failures - 1));
    }
}
