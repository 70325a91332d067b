package io.pgbaton.sim.node;

import java.util.ArrayDeque;
import java.util.Deque;

/** A process that can be stopped (SIGSTOP, or its whole machine frozen), in which case its steps wait, or killed. */
public final class SimProcess {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int stops;
    private boolean dead;

    /** Does it now, or when the process goes on, or never when it is dead. */
    public void run(Runnable step) {
        if (dead) {
            return;
        }
        if (stops > 0) {
            waiting.add(step);
        } else {
            step.run();
        }
    }

    /** To be done before all that waits already: it had begun when the process stopped. */
    public void runNext(Runnable step) {
        if (!dead) {
            waiting.addFirst(step);
        }
    }

    public boolean running() {
        return !dead && stops == 0;
    }

    public boolean dead() {
        return dead;
    }

    public void stop() {
        stops++;
    }

    /** Ends one stop. What has waited runs in its order, unless one of these steps stops the process again. */
    public void resume() {
        stops--;
        while (running() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    public void kill() {
        dead = true;
        waiting.clear();
    }
}
