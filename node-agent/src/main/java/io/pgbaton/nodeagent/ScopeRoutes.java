package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.rehearsal.Step;
import io.pgbaton.nodeagent.act.route.ProxyLoop;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.RouteInputs;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.observe.inquiry.LeaderInquiry;
import io.pgbaton.proto.v1.Command;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The proxies of one scope on this node. On the event loop. */
final class ScopeRoutes {
    private final List<ProxyLoop> proxies = new ArrayList<>();
    private Optional<LeaderInquiry> inquiry = Optional.empty();

    void add(ProxyLoop proxy) {
        proxies.add(proxy);
        proxy.look();
    }

    /** Finds out by itself what the proxies wait for; without proxies there is nothing to find out. */
    void asking(LeaderInquiry leader) {
        inquiry = Optional.of(leader);
    }

    /** Once a second: HAProxy tells nothing by itself. */
    void tick() {
        proxies.forEach(ProxyLoop::look);
    }

    void scopeRead(ScopeReading before, ScopeReading after, boolean afterGap) {
        RouteInputs.between(BootClock.nanos(), before, after, afterGap).forEach(this::tellAll);
        inquiry.ifPresent(leader -> leader.scopeRead(after));
    }

    void handsOff(RouteInput seen) {
        tellAll(seen);
    }

    /** Seen beside that member, heard of its Patroni, or told on the bus; two who tell the same tell nothing new. */
    void primaryWritable(long epoch, String member) {
        inquiry.ifPresent(leader -> leader.primaryWritable(epoch, member));
        tellAll(new RouteInput.PrimaryWritable(BootClock.nanos(), epoch, member));
    }

    void etcdRewound() {
        inquiry.ifPresent(LeaderInquiry::etcdRewound);
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
        inquiry.ifPresent(LeaderInquiry::stop);
        return Future.join(proxies.stream().map(ProxyLoop::stop).toList()).mapEmpty();
    }

    private void tellAll(RouteInput input) {
        proxies.forEach(proxy -> proxy.accept(input));
    }
}
