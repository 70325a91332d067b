package io.pgbaton.nodeagent.architecture.offending.decide;

import java.util.concurrent.TimeUnit;

/** Breaks the rule on purpose. */
public final class FallsAsleep {
    private FallsAsleep() {}

    static void rest() throws InterruptedException {
        TimeUnit.SECONDS.sleep(1);
    }
}
