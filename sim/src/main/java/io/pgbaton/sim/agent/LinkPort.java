package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MICROS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.sim.agent.Adapters.Habit;
import io.pgbaton.sim.node.SimKernel;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimNode.Moment;
import io.pgbaton.sim.node.Surroundings;

/**
 * The agent's hand on the interface: one operation after another, each with its answer. What is left of the lifetime is
 * computed just before the system call and checked just after it; the process may be stopped in between.
 */
final class LinkPort {
    private final SimAgent agent;
    private final SimNode node;
    private final SimKernel kernel;
    private final Surroundings world;
    private long lastPlanned;

    LinkPort(SimAgent agent, SimNode node, Surroundings world) {
        this.agent = agent;
        this.node = node;
        this.kernel = node.kernel();
        this.world = world;
    }

    void look() {
        inTurn(() -> agent.feed(new AddressInput.LinkSeen(node.boot().now(), kernel.present())));
    }

    void announce(long deadline) {
        inTurn(() -> {
            if (node.boot().now() < deadline) {
                agent.witness().announced(node);
            }
        });
    }

    void change(AddressAction.ChangeLink action) {
        inTurn(() -> {
            node.springTrap(Moment.BEFORE_COMPUTING);
            agent.later(() -> agent.firstSlowly(action.operation(), () -> begin(action)));
        });
    }

    private void begin(AddressAction.ChangeLink action) {
        if (node.linkBroken()) {
            end(action.operation(), LinkResult.FAILED);
        } else if (action.operation() == LinkOperation.DROP) {
            kernel.remove();
            end(LinkOperation.DROP, LinkResult.DONE);
        } else if (action.operation() == LinkOperation.PROLONG && !kernel.present()) {
            end(LinkOperation.PROLONG, LinkResult.VANISHED);
        } else {
            put(action, kernel.creation());
        }
    }

    private void put(AddressAction.ChangeLink action, long creation) {
        long seconds = Math.floorDiv(action.deadline() - node.boot().now(), SECOND);
        if (seconds < 1) {
            kernel.remove();
            end(action.operation(), LinkResult.TOO_LATE);
            return;
        }
        node.springTrap(Moment.BEFORE_CALL);
        agent.later(() -> call(action, creation, seconds));
    }

    private void call(AddressAction.ChangeLink action, long creation, long seconds) {
        kernel.put(seconds);
        node.springTrap(Moment.AFTER_CALL);
        agent.later(() -> check(action, creation, seconds));
    }

    private void check(AddressAction.ChangeLink action, long creation, long seconds) {
        if (!agent.has(Habit.CHECKS_CALLS)) {
            end(action.operation(), LinkResult.DONE);
        } else if (node.boot().now() + seconds * SECOND > action.deadline()) {
            put(action, creation);
        } else if (action.operation() == LinkOperation.PROLONG && kernel.creation() != creation) {
            kernel.remove();
            end(LinkOperation.PROLONG, LinkResult.VANISHED);
        } else {
            end(action.operation(), LinkResult.DONE);
        }
    }

    private void end(LinkOperation operation, LinkResult result) {
        agent.witness().linkChanged(node, operation, result);
        inTurn(() -> agent.feed(new AddressInput.LinkChanged(node.boot().now(), operation, result, "")));
    }

    /** Netlink answers in the order in which it was asked, 50 to 200 microseconds a step. */
    private void inTurn(Runnable step) {
        long due = world.scheduler().now() + world.random().between(50 * MICROS, 200 * MICROS);
        lastPlanned = Math.max(due, lastPlanned + 1);
        world.scheduler().at(lastPlanned, () -> agent.later(step));
    }
}
