package io.pgbaton.nodeagent.decide.route;

/**
 * HAProxy's checks brought up what was told to be down: they disagree, and they may know better (R7). What is wanted is
 * said again after 2 s, 4 s and 8 s of the same, then not any more in this epoch unless there was peace for five minutes.
 *
 * @param since when it was first seen in a row, boot nanoseconds, 0 when there is peace
 * @param lastSeen when it was last seen, 0 for never
 * @param resent how often it was said again
 * @param givenIn it is left alone, and somebody was told
 */
record Quarrel(long since, long lastSeen, int resent, boolean givenIn) {
    static final Quarrel NONE = new Quarrel(0, 0, 0, false);

    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 2 * SECOND;
    private static final long PEACE = 300 * SECOND;
    private static final int MOST_RESENT = 3;

    Quarrel peace(long at) {
        boolean forgiven = at - lastSeen >= PEACE;
        return forgiven ? NONE : new Quarrel(0, lastSeen, resent, givenIn);
    }

    Quarrel goesOn(long at) {
        return new Quarrel(since == 0 ? at : since, at, resent, givenIn);
    }

    boolean patienceOver() {
        return since != 0 && lastSeen - since >= PATIENCE << resent;
    }

    boolean exhausted() {
        return resent >= MOST_RESENT;
    }

    Quarrel spokenAgain() {
        return new Quarrel(0, lastSeen, resent + 1, givenIn);
    }

    Quarrel givingIn() {
        return new Quarrel(0, lastSeen, resent, true);
    }
}
