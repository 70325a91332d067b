package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.sim.agent.RouteSet;
import io.pgbaton.sim.agent.SimAgent;
import java.util.HashSet;
import java.util.Set;

/**
 * R8: a command for a HAProxy is carried out once in a run of its agent, however often it comes; and nothing is told to a
 * HAProxy that its machine has not decided, or twice.
 */
final class RoutedOnce implements Rule {
    // Asked, never iterated.
    private final Set<String> commands = new HashSet<>();
    private final Set<String> decided = new HashSet<>();

    @Override
    public void routed(SimAgent agent, RouteInput input, RouteDecision decision) {
        if (input instanceof RouteInput.EtcdRewound) {
            // Epochs of a restored etcd are given a second time, and so are commands of them.
            commands.removeIf(command -> command.startsWith(agent.instance() + " "));
        }
        for (RouteAction action : decision.actions()) {
            if (action instanceof RouteAction.SetBackend set) {
                decided.add(name(agent, set));
                String command = set.cause().commandId();
                if (!command.isEmpty() && !commands.add(agent.instance() + " " + command)) {
                    throw new RuleBroken("R8", agent.node().name() + " carries out the command " + command + " again");
                }
            }
        }
    }

    @Override
    public void routeSet(SimAgent agent, RouteSet result) {
        if (!decided.remove(name(agent, result.action()))) {
            throw new RuleBroken("R8", agent.node().name() + " tells its HAProxy again: " + result.action());
        }
    }

    private static String name(SimAgent agent, RouteAction.SetBackend set) {
        return agent.instance() + " " + set.number();
    }
}
