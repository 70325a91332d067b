package io.pgbaton.sim;

import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteAction.Cause;
import io.pgbaton.nodeagent.decide.route.RouteAction.Servers;
import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.RouteMachine;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.decide.route.RouteState;
import io.pgbaton.nodeagent.decide.route.RouteTimer;
import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.agent.Adapters.Habit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What keeps the rules for HAProxies. */
final class RouteGuards {
    private RouteGuards() {}

    static List<Guard> all() {
        return List.of(
                guard("a route is good for its epoch alone", "R3", () -> routing(RouteGuards::ofTheEpochOfNow)),
                guard("writes are sent where they are taken", "R5", () -> routing(RouteGuards::writableOnceElected)),
                guard("another's leadership takes the writes away", "R5", () -> saying(RouteGuards::withoutDowns)),
                guard("a HAProxy that nobody commands acts alone", "R7", () -> saying(RouteGuards::withoutAutonomy)),
                guard("a leader elsewhere is asked", "R7", () -> Adapters.REAL.without(Habit.ASKS_LEADERS)),
                guard("HAProxy's checks go on", "R7", () -> Adapters.REAL.without(Habit.SETS_HEALTH)),
                guard("a route that comes again is no news", "R8", RouteGuards::forgetful));
    }

    private static Guard guard(String name, String rule, Supplier<Adapters> withoutIt) {
        return new Guard(name, Set.of(rule), withoutIt);
    }

    private static Adapters routing(Adapters.Routing routing) {
        return Adapters.REAL.routing(routing);
    }

    private static Adapters saying(Function<RouteAction, Stream<RouteAction>> changed) {
        return routing((settings, state, input) -> {
            RouteDecision decision = RouteMachine.decide(settings, state, input);
            return new RouteDecision(
                    decision.next(),
                    decision.actions().stream().flatMap(changed).toList());
        });
    }

    private static RouteDecision ofTheEpochOfNow(RouteSettings settings, RouteState state, RouteInput input) {
        RouteInput believed = input instanceof RouteInput.CommandReceived in
                ? new RouteInput.CommandReceived(
                        in.at(),
                        in.id(),
                        in.firstSeen(),
                        in.command().toBuilder().setEpoch(state.epoch()).build())
                : input;
        return RouteMachine.decide(settings, state, believed);
    }

    /** As if Patroni's {@code /primary} said that PostgreSQL takes writes. */
    private static RouteDecision writableOnceElected(RouteSettings settings, RouteState state, RouteInput input) {
        RouteDecision decision = RouteMachine.decide(settings, state, input);
        if (!(input instanceof RouteInput.LeaderAcquired in)) {
            return decision;
        }
        RouteDecision more = RouteMachine.decide(
                settings, decision.next(), new RouteInput.PrimaryWritable(in.at(), in.epoch(), in.member()));
        List<RouteAction> actions = new ArrayList<>(decision.actions());
        actions.addAll(more.actions());
        return new RouteDecision(more.next(), actions);
    }

    private static Stream<RouteAction> withoutDowns(RouteAction action) {
        return Stream.of(
                action instanceof SetBackend set
                        ? with(
                                set,
                                new Servers(
                                        set.servers().up(),
                                        List.of(),
                                        set.servers().endSessions()),
                                set.cause())
                        : action);
    }

    private static Stream<RouteAction> withoutAutonomy(RouteAction action) {
        boolean autonomy = action instanceof RouteAction.StartTimer start && start.timer() == RouteTimer.AUTONOMY;
        return autonomy ? Stream.empty() : Stream.of(action);
    }

    /** To its machine each command is another one. */
    private static Adapters forgetful() {
        AtomicLong received = new AtomicLong();
        return routing((settings, state, input) -> {
            RouteInput believed = input instanceof RouteInput.CommandReceived in
                    ? new RouteInput.CommandReceived(
                            in.at(), in.id() + "#" + received.incrementAndGet(), in.firstSeen(), in.command())
                    : input;
            RouteDecision decision = RouteMachine.decide(settings, state, believed);
            return new RouteDecision(
                    decision.next(),
                    decision.actions().stream().map(RouteGuards::asItCame).toList());
        });
    }

    private static RouteAction asItCame(RouteAction action) {
        if (action instanceof SetBackend set) {
            Cause cause = set.cause();
            String id = cause.commandId().split("#", -1)[0];
            return with(set, set.servers(), new Cause(cause.reason(), cause.epoch(), id));
        }
        return action;
    }

    private static SetBackend with(SetBackend set, Servers servers, Cause cause) {
        return new SetBackend(set.number(), set.backend(), servers, cause, set.withheld());
    }
}
