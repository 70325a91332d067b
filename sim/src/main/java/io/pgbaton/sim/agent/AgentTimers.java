package io.pgbaton.sim.agent;

import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimScheduler;
import java.util.HashMap;
import java.util.Map;

/** Timers of one agent run on its node's clock: a frozen machine counts nothing. Starting one again replaces it. */
final class AgentTimers<T> {
    private final SimAgent agent;
    private final SimNode node;
    private final SimScheduler scheduler;
    // Looked up, never iterated.
    private final Map<T, SimScheduler.Event> planned = new HashMap<>();

    AgentTimers(SimAgent agent, SimNode node, SimScheduler scheduler) {
        this.agent = agent;
        this.node = node;
        this.scheduler = scheduler;
    }

    void start(T timer, long delay, Runnable fired) {
        plan(timer, node.boot().now() + delay, fired);
    }

    void cancel(T timer) {
        SimScheduler.Event before = planned.remove(timer);
        if (before != null) {
            before.cancel();
        }
    }

    private void plan(T timer, long due, Runnable fired) {
        cancel(timer);
        SimScheduler.Event[] mine = new SimScheduler.Event[1];
        mine[0] = scheduler.after(
                node.boot().worldSpan(due - node.boot().now()),
                () -> agent.later(() -> fire(timer, due, fired, mine[0])));
        planned.put(timer, mine[0]);
    }

    private void fire(T timer, long due, Runnable fired, SimScheduler.Event event) {
        if (planned.get(timer) != event) {
            return;
        }
        if (node.boot().now() < due) {
            plan(timer, due, fired);
        } else {
            planned.remove(timer);
            fired.run();
        }
    }
}
