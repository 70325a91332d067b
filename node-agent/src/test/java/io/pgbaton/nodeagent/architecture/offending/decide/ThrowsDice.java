package io.pgbaton.nodeagent.architecture.offending.decide;

/** Breaks the rule on purpose. */
public final class ThrowsDice {
    private ThrowsDice() {}

    static boolean heads() {
        return Math.random() < 0.5;
    }
}
