package io.pgbaton.sim.agent;

import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimScheduler;
import java.util.EnumMap;

/** The timers of one agent run on its node's clock: a frozen machine counts nothing. Starting one again replaces it. */
final class AgentTimers {
    private final SimAgent agent;
    private final SimNode node;
    private final SimScheduler scheduler;
    private final EnumMap<Timer, SimScheduler.Event> planned = new EnumMap<>(Timer.class);

    AgentTimers(SimAgent agent, SimNode node, SimScheduler scheduler) {
        this.agent = agent;
        this.node = node;
        this.scheduler = scheduler;
    }

    void start(Timer timer, long delay) {
        plan(timer, node.boot().now() + delay);
    }

    private void plan(Timer timer, long due) {
        SimScheduler.Event before = planned.get(timer);
        if (before != null) {
            before.cancel();
        }
        SimScheduler.Event[] mine = new SimScheduler.Event[1];
        mine[0] = scheduler.after(
                node.boot().worldSpan(due - node.boot().now()), () -> agent.later(() -> fire(timer, due, mine[0])));
        planned.put(timer, mine[0]);
    }

    private void fire(Timer timer, long due, SimScheduler.Event event) {
        if (planned.get(timer) != event) {
            return;
        }
        if (node.boot().now() < due) {
            plan(timer, due);
        } else {
            planned.remove(timer);
            agent.feed(new AddressInput.TimerFired(node.boot().now(), timer));
        }
    }
}
