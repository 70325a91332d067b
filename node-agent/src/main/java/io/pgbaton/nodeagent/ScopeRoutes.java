package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.rehearsal.Step;
import io.pgbaton.nodeagent.act.route.ProxyLoop;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.RouteInputs;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.proto.v1.Command;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The proxies of one scope on this node. On the event loop. */
final class ScopeRoutes {
    private final List<ProxyLoop> proxies = new ArrayList<>();

    void add(ProxyLoop proxy) {
        proxies.add(proxy);
        proxy.look();
    }

    /** Once a second: HAProxy tells nothing by itself. */
    void tick() {
        proxies.forEach(ProxyLoop::look);
    }

    void scopeRead(ScopeReading before, ScopeReading after, boolean afterGap) {
        RouteInputs.between(BootClock.nanos(), before, after, afterGap).forEach(this::tellAll);
    }

    void handsOff(RouteInput seen) {
        tellAll(seen);
    }

    /** Seen by whoever is beside that member; two who tell the same tell nothing new. */
    void primaryWritable(long epoch, String member) {
        tellAll(new RouteInput.PrimaryWritable(BootClock.nanos(), epoch, member));
    }

    void etcdRewound() {
        tellAll(new RouteInput.EtcdRewound(BootClock.nanos()));
    }

    /** @return false when no proxy here has the name that the command gives */
    boolean command(String id, Command command) {
        String name = RouteInputs.proxy(command);
        long now = BootClock.nanos();
        List<ProxyLoop> named =
                proxies.stream().filter(p -> p.settings().proxy().equals(name)).toList();
        named.forEach(proxy -> proxy.accept(new RouteInput.CommandReceived(now, id, now, command)));
        return !named.isEmpty();
    }

    List<Step> rehearsal() {
        return proxies.stream().map(ProxyLoop::rehearsal).toList();
    }

    JsonArray status() {
        JsonArray all = new JsonArray();
        proxies.forEach(proxy -> all.add(new JsonObject()
                .put("name", proxy.settings().proxy())
                .put("reachable", proxy.state().reachable())
                .put("writesTo", proxy.state().writesTo().orElse(null))
                .put("epoch", proxy.state().epoch())));
        return all;
    }

    Future<Void> stop() {
        return Future.join(proxies.stream().map(ProxyLoop::stop).toList()).mapEmpty();
    }

    private void tellAll(RouteInput input) {
        proxies.forEach(proxy -> proxy.accept(input));
    }
}
