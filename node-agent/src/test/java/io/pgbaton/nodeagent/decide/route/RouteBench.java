package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.nodeagent.decide.route.RouteInput.CommandReceived;
import io.pgbaton.nodeagent.decide.route.RouteInput.TimerFired;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Drain;
import io.pgbaton.proto.v1.PrepareRoute;
import io.pgbaton.proto.v1.Route;
import io.pgbaton.proto.v1.Undrain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One machine with a proxy that does what it is told; its checks say nothing unless a test lets them. */
final class RouteBench {
    static final long MS = 1_000_000L;
    static final String PRIMARY = "primary";
    static final String REPLICAS = "replicas";
    static final RouteSettings SETTINGS =
            new RouteSettings("haproxy", PRIMARY, Optional.of(REPLICAS), 16 << 20, 200 * MS, true);
    static final RouteSettings OBSERVING =
            new RouteSettings("haproxy", PRIMARY, Optional.of(REPLICAS), 16 << 20, 200 * MS, false);

    final RouteSettings settings;
    RouteState state;
    long now = 1_000_000 * MS;
    /** What the last input led to. */
    List<RouteAction> actions = List.of();
    /** What each server of the primary backend was told last. */
    final Map<String, Boolean> told = new TreeMap<>();

    /** Who was up for writes after each action of the last input that put somebody up. */
    final List<List<String>> upInTurn = new ArrayList<>();

    final List<String> sessionsEnded = new ArrayList<>();

    RouteBench(RouteSettings settings, RouteState state) {
        this.settings = settings;
        this.state = state;
    }

    static RouteBench fresh() {
        return new RouteBench(SETTINGS, RouteState.INITIAL);
    }

    /** A quiet cluster: n1 leads in epoch 5 and gets the writes; n2 and n3 stream. */
    static RouteBench routedToN1(RouteSettings settings) {
        RouteBench bench = new RouteBench(settings, RouteState.INITIAL);
        bench.seesProxy();
        bench.members(replica("n2"), replica("n3"));
        bench.give(new RouteInput.LeaderAcquired(bench.now, 5, "n1", false));
        bench.writable(5, "n1");
        bench.fire(RouteTimer.AUTONOMY);
        bench.allDone();
        bench.sessionsEnded.clear();
        return bench;
    }

    static RouteBench routedToN1() {
        return routedToN1(SETTINGS);
    }

    RouteBench copy() {
        RouteBench copy = new RouteBench(settings, state);
        copy.now = now;
        copy.told.putAll(told);
        copy.sessionsEnded.addAll(sessionsEnded);
        return copy;
    }

    RouteBench give(RouteInput input) {
        RouteDecision decision = RouteMachine.decide(settings, state, input);
        state = decision.next();
        actions = decision.actions();
        upInTurn.clear();
        for (SetBackend action : of(SetBackend.class)) {
            if (action.backend().equals(PRIMARY) && !action.withheld()) {
                action.servers().up().forEach(server -> told.put(server, true));
                action.servers().down().forEach(server -> told.put(server, false));
                sessionsEnded.addAll(action.servers().endSessions());
                if (!action.servers().up().isEmpty()) {
                    upInTurn.add(up());
                }
            }
        }
        return this;
    }

    RouteBench ended(long epoch, String member) {
        return give(new RouteInput.EpochEnded(now, epoch, member));
    }

    RouteBench acquired(long epoch, String member) {
        return give(new RouteInput.LeaderAcquired(now, epoch, member, false));
    }

    RouteBench writable(long epoch, String member) {
        return give(new RouteInput.PrimaryWritable(now, epoch, member));
    }

    RouteBench members(MemberView... members) {
        return give(new RouteInput.MembersSeen(now, List.of(members)));
    }

    RouteBench command(String id, Command.Builder command) {
        return give(new CommandReceived(now, id, now, command.build()));
    }

    RouteBench seesProxy() {
        return give(new RouteInput.ProxySeen(now, servers(told), false));
    }

    RouteBench reloads() {
        return give(new RouteInput.ProxySeen(now, servers(Map.of()), true));
    }

    /** The checks of HAProxy put a server of the primary backend up or down. */
    RouteBench seesProxyShow(String server, boolean up) {
        Map<String, Boolean> shown = new TreeMap<>(told);
        shown.put(server, up);
        return give(new RouteInput.ProxySeen(now, servers(shown), false));
    }

    RouteBench after(long millis) {
        now += millis * MS;
        return this;
    }

    /** Lets a running timer fire; nothing happens when it does not run. */
    RouteBench fire(RouteTimer timer) {
        Long generation = state.timers().get(timer);
        actions = List.of();
        return generation == null ? this : give(new TimerFired(now, timer, generation));
    }

    RouteBench allDone() {
        List<RouteAction> before = actions;
        for (SentBackend sent : List.copyOf(state.sent().values())) {
            sent.inFlight().forEach(action -> give(new RouteInput.ActionDone(now, action.number())));
        }
        actions = before;
        return this;
    }

    <T> List<T> of(Class<T> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The one action for that backend that the last input led to. */
    Optional<SetBackend> set(String backend) {
        return of(SetBackend.class).stream()
                .filter(action -> action.backend().equals(backend))
                .reduce((a, b) -> {
                    throw new AssertionError("two actions for " + backend + ": " + a + ", " + b);
                });
    }

    /** Servers that the machine wants up for writes. */
    List<String> up() {
        return told.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    static MemberView replica(String name) {
        return new MemberView(name, "replica", "running", OptionalLong.of(0), false);
    }

    static Command.Builder route(long epoch, String member) {
        return Command.newBuilder()
                .setEpoch(epoch)
                .setRoute(Route.newBuilder().setProxy("haproxy").setMember(member));
    }

    static Command.Builder prepare(long epoch, String old, String next) {
        return Command.newBuilder()
                .setEpoch(epoch)
                .setPrepareRoute(PrepareRoute.newBuilder()
                        .setProxy("haproxy")
                        .setOldMember(old)
                        .setNewMember(next));
    }

    static Command.Builder drain(long epoch, String member) {
        return Command.newBuilder()
                .setEpoch(epoch)
                .setDrain(Drain.newBuilder().setProxy("haproxy").setMember(member));
    }

    static Command.Builder undrain(long epoch, String member) {
        return Command.newBuilder()
                .setEpoch(epoch)
                .setUndrain(Undrain.newBuilder().setProxy("haproxy").setMember(member));
    }

    /** A server that was told nothing is up, as HAProxy starts them. */
    static Map<String, List<ServerView>> servers(Map<String, Boolean> shown) {
        List<String> names = List.of("n1", "n2", "n3");
        List<ServerView> primary = names.stream()
                .map(name -> new ServerView(name, shown.getOrDefault(name, true), true))
                .toList();
        List<ServerView> replicas =
                names.stream().map(name -> new ServerView(name, true, true)).toList();
        return Map.of(PRIMARY, primary, REPLICAS, replicas);
    }
}
