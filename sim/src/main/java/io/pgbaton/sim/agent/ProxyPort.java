package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MICROS;

import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.ServerView;
import io.pgbaton.sim.node.SimHaproxy;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The one worker that looks at the HAProxy of this node and carries actions to it, each after the one before. */
final class ProxyPort {
    private final SimAgent agent;
    private final SimNode node;
    private final SimScheduler scheduler;
    private final SimRandom dice;
    private final Deque<Job> jobs = new ArrayDeque<>();
    private boolean busy;
    private boolean looking;
    private long lastWorker;

    /** @param dice its own, see {@link SimHaproxy} */
    ProxyPort(SimAgent agent, SimNode node, SimScheduler scheduler, SimRandom dice) {
        this.agent = agent;
        this.node = node;
        this.scheduler = scheduler;
        this.dice = dice;
    }

    private record Job(Runnable atProxy, Runnable answered, Runnable failed) {}

    /** What the proxy shows, unless a look is on its way. */
    void look(Consumer<RouteInput> seen) {
        if (!looking) {
            looking = true;
            add(new Job(() -> {}, () -> seen.accept(shown()), () -> {
                looking = false;
                seen.accept(new RouteInput.ProxyUnreachable(node.boot().now(), "no answer"));
            }));
        }
    }

    void set(SetBackend action, Consumer<RouteSet> done) {
        boolean[] changed = new boolean[1];
        SimHaproxy proxy = node.haproxy();
        add(new Job(
                () -> changed[0] = tell(proxy, action),
                () -> done.accept(new RouteSet(action, true, changed[0], proxy.up())),
                () -> done.accept(new RouteSet(action, false, false, List.of()))));
    }

    /** Downs first, so that never two servers are up for writes. */
    private boolean tell(SimHaproxy proxy, SetBackend action) {
        List<String> before = proxy.up();
        for (String server : action.servers().down()) {
            if (agent.has(Adapters.Habit.SETS_HEALTH)) {
                proxy.setHealth(server, false);
            } else {
                proxy.setMaintenance(server);
            }
        }
        action.servers().up().forEach(server -> proxy.setHealth(server, true));
        return !before.equals(proxy.up());
    }

    private RouteInput shown() {
        looking = false;
        SimHaproxy proxy = node.haproxy();
        boolean reloaded = lastWorker != 0 && lastWorker != proxy.worker();
        lastWorker = proxy.worker();
        List<ServerView> servers = proxy.servers().stream()
                .map(s -> new ServerView(s.name(), s.up(), !s.maintained()))
                .toList();
        return new RouteInput.ProxySeen(node.boot().now(), Map.of(SimHaproxy.BACKEND, servers), reloaded);
    }

    private void add(Job job) {
        jobs.add(job);
        next();
    }

    private void next() {
        if (!busy && !jobs.isEmpty()) {
            busy = true;
            Job job = jobs.remove();
            scheduler.after(dice.between(100 * MICROS, 500 * MICROS), () -> agent.later(() -> send(job)));
        }
    }

    private void send(Job job) {
        node.haproxy()
                .ask(
                        job.atProxy(),
                        () -> agent.later(() -> over(job.answered())),
                        () -> agent.later(() -> over(job.failed())));
    }

    private void over(Runnable result) {
        busy = false;
        result.run();
        next();
    }
}
