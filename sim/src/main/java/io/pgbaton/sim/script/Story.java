package io.pgbaton.sim.script;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.sim.agent.RouteSet;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a DBA would want to be told of a world: who leads, who holds the key, who carries the address, and what is said.
 */
final class Story implements Witness {
    private final SimScheduler scheduler;
    private final List<String> lines = new ArrayList<>();
    private boolean routes;

    Story(SimScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** The lines since the last call. */
    List<String> tell() {
        List<String> told = List.copyOf(lines);
        lines.clear();
        return told;
    }

    void tellRoutes(boolean on) {
        routes = on;
    }

    void watch(SimNode node) {
        node.kernel()
                .listen(() ->
                        line(node.name() + (node.kernel().present() ? " carries the address" : " does not carry it")));
    }

    void changed(Change change) {
        if (change.key().equals(Keys.LEADER)) {
            line(change.now().map(kv -> "leader is " + kv.value()).orElse("leader key is gone"));
        } else if (change.key().equals(Keys.ADDRESS)) {
            line(change.now().map(kv -> key((EtcdValue.Claim) kv.value())).orElse("address key is gone"));
        }
    }

    private static String key(EtcdValue.Claim claim) {
        return claim.released() ? "address key is released" : "address key is " + claim.member() + "'s";
    }

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        for (AddressAction action : decision.actions()) {
            String name = agent.node().name();
            if (action instanceof AddressAction.Tell a) {
                line(name + " tells " + a.fact().name().toLowerCase(Locale.ROOT) + ": " + a.reason());
            } else if (action instanceof AddressAction.Refuse a) {
                line(name + " refuses '" + a.commandId() + "': "
                        + a.reason().name().toLowerCase(Locale.ROOT));
            } else if (action instanceof AddressAction.Alarm a) {
                line(name + " alarms " + a.name());
            } else if (action instanceof AddressAction.ChangeLink a
                    && a.operation() == AddressAction.LinkOperation.DROP) {
                line(name + " drops");
            }
        }
    }

    @Override
    public void routed(SimAgent agent, RouteInput input, RouteDecision decision) {
        for (RouteAction action : decision.actions()) {
            if (routes && action instanceof RouteAction.Refuse a) {
                line(agent.node().name() + " refuses '" + a.command().id() + "': "
                        + a.reason().name().toLowerCase(Locale.ROOT));
            }
        }
    }

    @Override
    public void routeSet(SimAgent agent, RouteSet result) {
        if (routes) {
            String proxy = "HAProxy of " + agent.node().name();
            String why = result.action().cause().reason().sentence();
            line(result.done() ? proxy + " sends writes to " + result.up() + ": " + why : proxy + " does not answer");
        }
    }

    private void line(String what) {
        lines.add(String.format("%7s  %s", Spans.tenths(scheduler.now()), what));
    }
}
