package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.sim.node.SimProcess;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.HashSet;
import java.util.Set;

/** A process that was not warmed up: whatever it does for the first time takes it up to half a second, and all else waits. */
final class ColdStart {
    private static final long LONGEST = 500 * MILLIS;

    private final SimScheduler scheduler;
    private final SimRandom random;
    private final SimProcess process;
    private final boolean cold;
    // Asked, never iterated.
    private final Set<Object> done = new HashSet<>();

    ColdStart(SimScheduler scheduler, SimRandom random, SimProcess process, boolean cold) {
        this.scheduler = scheduler;
        this.random = random;
        this.process = process;
        this.cold = cold;
    }

    /** Does it now, or before all that waits once the process has loaded what this kind of step needs. */
    void run(Object kind, Runnable step) {
        if (!cold || !done.add(kind)) {
            step.run();
            return;
        }
        process.stop();
        process.runNext(step);
        scheduler.after(random.skewed(5 * MILLIS, LONGEST), process::resume);
    }
}
