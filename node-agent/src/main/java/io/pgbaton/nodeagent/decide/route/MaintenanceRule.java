package io.pgbaton.nodeagent.decide.route;

import java.util.ArrayList;
import java.util.List;

/**
 * A member whose node is in maintenance gets no reads, unless nobody else is left for them. Writes go on to follow the leader,
 * wherever it is: whoever forces its node into maintenance has been told so.
 *
 * <p>HAProxy's checks ask Patroni, who knows nothing of it, and would bring the server back after some passes; so it is said
 * again with every look. That is no action of its own, only the first one made to last, and is not recorded as one.
 */
final class MaintenanceRule {
    private MaintenanceRule() {}

    static void seen(RouteStep step, RouteInput.HandsOffSeen in) {
        boolean moved = !step.hands.maintained().equals(in.maintained());
        step.hands = new Hands(in.paused(), in.maintained());
        if (moved) {
            Settling.settle(step, RouteReason.MAINTENANCE);
        }
    }

    static void keepDown(RouteStep step) {
        step.settings.replicas().filter(backend -> step.settings.acts()).ifPresent(backend -> keepDown(step, backend));
    }

    private static void keepDown(RouteStep step, String backend) {
        SentBackend sent = step.sent(backend);
        List<String> servers = new ArrayList<>();
        for (ServerView server : step.proxy.of(backend)) {
            boolean down = Boolean.FALSE.equals(sent.up().get(server.name()));
            if (down && server.steerable() && step.hands.maintained().contains(server.name())) {
                servers.add(server.name());
            }
        }
        if (!servers.isEmpty() && sent.inFlight().isEmpty() && !step.retry.waiting()) {
            step.act(new RouteAction.KeepDown(backend, servers));
        }
    }
}
