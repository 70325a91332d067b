package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteAction.Cause;
import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what is wanted with what was sent, and sends the difference. What was sent, and not what the proxy shows: its
 * checks may change a server at any time, and are not to be answered by a fight.
 */
final class Settling {
    private Settling() {}

    static void settle(RouteStep step, RouteReason reason) {
        settle(step, new Cause(reason, step.reign.epoch(), ""));
    }

    /** @return whether the primary backend was sent anything */
    static boolean settle(RouteStep step, Cause cause) {
        if (!step.proxy.reachable() || step.retry.waiting()) {
            return false;
        }
        String primary = step.settings.primary();
        boolean sent = send(step, primary, WantedRoutes.primary(step.reign, step.proxy.of(primary)), cause);
        Cause own = new Cause(
                cause.commandId().isEmpty() ? cause.reason() : RouteReason.MEMBERS_CHANGED, cause.epoch(), "");
        step.settings
                .replicas()
                .ifPresent(replicas -> send(step, replicas, WantedRoutes.replicas(step, replicas), own));
        return sent;
    }

    private static boolean send(RouteStep step, String backend, Map<String, Boolean> wanted, Cause cause) {
        SentBackend sent = step.sent(backend).reduced(wanted);
        List<String> up = new ArrayList<>();
        List<String> down = new ArrayList<>();
        wanted.forEach((server, isUp) -> {
            if (!isUp.equals(sent.up().get(server))) {
                (isUp ? up : down).add(server);
            }
        });
        Set<String> end = new TreeSet<>(sent.owed());
        end.retainAll(step.proxy.names(backend));
        step.sent(backend, sent);
        if (up.isEmpty() && down.isEmpty() && end.isEmpty()) {
            return false;
        }
        RouteAction.Servers servers = new RouteAction.Servers(up, down, List.copyOf(end));
        SetBackend action = new SetBackend(step.nextNumber(), backend, servers, cause, !step.settings.acts());
        step.sent(backend, sent.sent(action));
        step.act(action);
        return true;
    }
}
