package io.pgbaton.nodeagent.act.proxy;

import io.pgbaton.nodeagent.decide.route.RouteAction.Cause;
import io.pgbaton.nodeagent.decide.route.RouteAction.KeepDown;
import io.pgbaton.nodeagent.decide.route.RouteAction.Servers;
import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.nodeagent.decide.route.RouteReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries out what the route machine wants on one proxy. Blocking, at most three timeouts of the Runtime API plus what the
 * old workers take; for one worker a proxy, since the order of actions matters.
 *
 * <p>All of an action goes in one line: downs, ups, the count of the sessions that are to end, their end, and a look at
 * what came of it. Downs come first, so that never two servers are up for writes.
 */
public final class RouteExecutor {
    private final RuntimeApi api;
    private final Optional<MasterApi> master;

    public RouteExecutor(RuntimeApi api, Optional<MasterApi> master) {
        this.api = api;
        this.master = master;
    }

    /**
     * What HAProxy refused, or did not answer, is in the result.
     *
     * @throws IllegalArgumentException when HAProxy could not have a backend of this name
     */
    public RouteResult execute(SetBackend action) {
        try {
            Map<String, ServerState> before = byName(api.showServersState(action.backend()));
            RouteResult now = setCurrentWorker(action, before);
            return action.servers().endSessions().isEmpty() ? now : withOldWorkers(action, now);
        } catch (ProxyException e) {
            return RouteResult.failed(e);
        }
    }

    /**
     * Servers that are down stay down for another round of their checks.
     *
     * @throws ProxyException when HAProxy does not take it
     */
    public void keepDown(KeepDown keep) throws ProxyException {
        List<String> commands = keep.servers().stream()
                .map(name -> RuntimeApi.health(new ServerRef(keep.backend(), name), false))
                .toList();
        List<String> answers = api.run(commands);
        for (int i = 0; i < answers.size(); i++) {
            RuntimeAnswers.expectSilence(commands.get(i), answers.get(i));
        }
    }

    /** Asks all that {@link #execute} asks and tells the proxy nothing: no server is set, no session ended. */
    public RouteResult rehearse(String backend) {
        Servers none = new Servers(List.of(), List.of(), List.of());
        return execute(new SetBackend(0, backend, none, new Cause(RouteReason.ROUTE_COMMANDED, 0, ""), false));
    }

    private RouteResult setCurrentWorker(SetBackend action, Map<String, ServerState> before) throws ProxyException {
        Servers servers = action.servers();
        List<String> ending =
                servers.endSessions().stream().filter(before::containsKey).toList();
        List<String> commands = new ArrayList<>();
        settable(servers.down(), before).forEach(name -> commands.add(health(action, name, false)));
        settable(servers.up(), before).forEach(name -> commands.add(health(action, name, true)));
        int silent = commands.size();
        commands.add(RuntimeApi.stat(action.backend()));
        ending.forEach(name -> commands.add(RuntimeApi.shutdown(new ServerRef(action.backend(), name))));
        commands.add(RuntimeApi.serversState(action.backend()));

        List<String> answers = api.run(commands);
        for (int i = 0; i < answers.size() - 1; i++) {
            if (i != silent) {
                RuntimeAnswers.expectSilence(commands.get(i), answers.get(i));
            }
        }
        List<ServerStat> stats = RuntimeApi.parseStats(commands.get(silent), answers.get(silent));
        int last = commands.size() - 1;
        Map<String, ServerState> after = byName(RuntimeApi.parseStates(commands.get(last), answers.get(last)));
        return new RouteResult(
                outcomes(servers, before, after), up(after), sessions(stats, ending), Optional.empty(), "");
    }

    private static List<String> up(Map<String, ServerState> after) {
        return after.values().stream()
                .filter(ServerState::up)
                .map(ServerState::name)
                .sorted()
                .toList();
    }

    private static String health(SetBackend action, String name, boolean up) {
        return RuntimeApi.health(new ServerRef(action.backend(), name), up);
    }

    private static Stream<String> settable(List<String> names, Map<String, ServerState> before) {
        return names.stream().filter(name -> {
            ServerState state = before.get(name);
            return state != null && state.checked() && !state.administered();
        });
    }

    private static Map<String, ServerOutcome> outcomes(
            Servers servers, Map<String, ServerState> before, Map<String, ServerState> after) {
        Map<String, ServerOutcome> outcomes = new HashMap<>();
        servers.up().forEach(name -> outcomes.put(name, outcome(before.get(name), after.get(name), true)));
        servers.down().forEach(name -> outcomes.put(name, outcome(before.get(name), after.get(name), false)));
        return outcomes;
    }

    private static ServerOutcome outcome(ServerState before, ServerState after, boolean up) {
        if (before == null || after == null) {
            return ServerOutcome.UNKNOWN_SERVER;
        }
        if (before.administered()) {
            return ServerOutcome.IN_MAINTENANCE;
        }
        if (!before.checked()) {
            return ServerOutcome.UNCHECKED;
        }
        if (after.up() != up) {
            return ServerOutcome.NOT_TAKEN;
        }
        return before.up() == up ? ServerOutcome.ALREADY : ServerOutcome.CHANGED;
    }

    private static int sessions(List<ServerStat> stats, List<String> ending) {
        return stats.stream()
                .filter(stat -> ending.contains(stat.name()))
                .mapToInt(ServerStat::sessions)
                .sum();
    }

    /** After the current worker, so that no route waits for the past. */
    private RouteResult withOldWorkers(SetBackend action, RouteResult now) {
        if (master.isEmpty()) {
            return now;
        }
        int ended = now.sessionsEnded();
        try {
            for (long worker : master.get().oldWorkers()) {
                ended += endIn(master.get(), worker, action);
            }
            return new RouteResult(now.servers(), now.up(), ended, now.fault(), now.detail());
        } catch (ProxyException e) {
            String detail = "sessions of old workers may live on: " + e.getMessage();
            return new RouteResult(now.servers(), now.up(), ended, Optional.of(e.fault()), detail);
        }
    }

    private static int endIn(MasterApi master, long worker, SetBackend action) throws ProxyException {
        try {
            return master.endSessions(worker, action.backend(), action.servers().endSessions());
        } catch (ProxyException e) {
            if (e.fault() == ProxyFault.WORKER_GONE) {
                return 0;
            }
            throw e;
        }
    }

    private static Map<String, ServerState> byName(List<ServerState> states) {
        Map<String, ServerState> byName = new HashMap<>();
        states.forEach(state -> byName.put(state.name(), state));
        return byName;
    }
}
