package io.pgbaton.sim.script;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.SimWorld;
import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.bus.SimpleCoordinator;
import io.pgbaton.sim.etcd.EtcdClient;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.fault.Strikes;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.node.Timing;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Spans;
import io.pgbaton.sim.time.Trace;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * The commands of a {@link Scenario}:
 *
 * <pre>
 * world                                n1 leads and carries the address; lifetime 4 s, ttl 5 s, loop_wait 1 s
 * world lifetime SPAN failsafe         the same with another lifetime, with Patroni's failsafe mode
 * world routes                         the same, and it is told what agents set in their HAProxies
 * wait SPAN                            as 300ms or 5s
 * until carried NODE                   at most a minute
 * until nobody carries
 * until settled                        the address is on the leader, which takes writes, and nowhere else
 * until routed NODE                    every HAProxy sends writes there and nowhere else
 * switchover FROM TO
 * kill database NODE SPAN              Patroni and PostgreSQL, back after the span
 * kill patroni NODE SPAN
 * kill agent NODE SPAN
 * kill haproxy NODE SPAN
 * terminate agent NODE SPAN            SIGTERM
 * stop agent NODE SPAN                 SIGSTOP
 * stop agent NODE SPAN at MOMENT       before_computing, before_call or after_call of the next change of the interface
 * stop haproxy NODE SPAN               SIGSTOP
 * reload haproxy NODE
 * cut NODE SPAN                        from everybody
 * cut etcd NODE SPAN                   from etcd only
 * quorum lost SPAN
 * backup etcd / restore etcd SPAN      from the last backup, after it was away for the span
 * overwrite NODE                       it puts the leader key over the living one
 * restart leader                       the leader key is deleted
 * delete address key                   by somebody's hand
 * pause / resume                       Patroni's
 * add address NODE / remove address NODE    by somebody's hand
 * command NODE MEMBER EPOCH            an acquire command of the coordinator
 * silence coordinator                  it loses every command from now on
 * </pre>
 */
final class Stage {
    private static final long LIFETIME = 4 * SECOND;
    private static final long PATIENCE = 60 * SECOND;

    private final SimScheduler scheduler = new SimScheduler();
    private final Story story = new Story(scheduler);
    private final Adapters adapters;
    private SimWorld world;
    private Strikes strikes;
    private SimEtcd.Backup backup;

    Stage(Adapters adapters) {
        this.adapters = adapters;
    }

    List<String> tell() {
        return story.tell();
    }

    void act(List<String> words) {
        String first = words.get(0);
        switch (first) {
            case "world" -> {
                story.tellRoutes(words.contains("routes"));
                begin(timing(words), words.contains("failsafe"));
            }
            case "wait" -> world.run(scheduler.now() + Spans.parse(words.get(1)));
            case "until" -> until(words);
            case "kill", "terminate", "stop" -> strikeProcess(words);
            case "reload" -> strikes.reloadProxy(world.node(words.get(2)));
            case "cut" -> cut(words);
            case "quorum" -> strikes.loseQuorum(Spans.parse(words.get(2)));
            case "command" -> command(words);
            case "silence" -> world.coordinator().become(new SimpleCoordinator.Manners(1, 0, 0, 0));
            default -> strikeCluster(first, words);
        }
    }

    private static Timing timing(List<String> words) {
        int at = words.indexOf("lifetime");
        long lifetime = at < 0 ? LIFETIME : Spans.parse(words.get(at + 1));
        return new Timing(5 * SECOND, SECOND, 2 * SECOND, lifetime, 200 * MILLIS);
    }

    private void begin(Timing timing, boolean failsafe) {
        SimRandom random = new SimRandom(1);
        Trace trace = new Trace(scheduler, 1);
        Surroundings parts = new Surroundings(
                scheduler,
                random,
                trace,
                new SimEtcd(scheduler, random, trace),
                new EtcdClient.Weather(),
                timing,
                failsafe);
        world = new SimWorld(parts, adapters, SimWorld.Coordinator.SIMPLE, story);
        strikes = new Strikes(world);
        parts.etcd().listen(story::changed);
        world.nodes().forEach(story::watch);
        world.begin(false);
        for (SimNode node : world.nodes()) {
            world.start(node);
            world.run(scheduler.now() + SECOND);
        }
    }

    private void until(List<String> words) {
        List<String> what = words.subList(1, words.size());
        BooleanSupplier reached =
                switch (what.get(0)) {
                    case "carried" -> world.node(what.get(1)).kernel()::carried;
                    case "routed" ->
                        () -> world.nodes().stream()
                                .allMatch(n -> n.haproxy().up().equals(List.of(what.get(1))));
                    case "nobody" ->
                        () -> world.nodes().stream().noneMatch(n -> n.kernel().carried());
                    case "settled" -> () -> world.settled().missing().isEmpty();
                    default -> throw new IllegalArgumentException("until what? " + words);
                };
        long latest = scheduler.now() + PATIENCE;
        while (!reached.getAsBoolean() && scheduler.now() < latest) {
            world.run(scheduler.now() + 10 * MILLIS);
        }
        if (!reached.getAsBoolean()) {
            throw new IllegalStateException("in a minute it did not happen: " + String.join(" ", words));
        }
    }

    private void strikeProcess(List<String> words) {
        SimNode node = world.node(words.get(2));
        long span = Spans.parse(words.get(3));
        switch (words.get(0) + " " + words.get(1)) {
            case "kill database" -> strikes.killPatroni(node, true, span);
            case "kill patroni" -> strikes.killPatroni(node, false, span);
            case "kill agent" -> strikes.killAgent(node, span);
            case "kill haproxy" -> strikes.killProxy(node, span);
            case "stop haproxy" -> strikes.hangProxy(node, span);
            case "terminate agent" -> strikes.terminateAgent(node, span);
            case "stop agent" -> stopAgent(node, span, words);
            default -> throw new IllegalArgumentException("no such command: " + words);
        }
    }

    private void stopAgent(SimNode node, long span, List<String> words) {
        if (words.size() > 4) {
            strikes.stopAgentAt(node, SimNode.Moment.valueOf(words.get(5).toUpperCase(Locale.ROOT)), span);
        } else {
            strikes.stopAgent(node, span);
        }
    }

    private void cut(List<String> words) {
        boolean etcdOnly = words.get(1).equals("etcd");
        SimNode node = world.node(words.get(etcdOnly ? 2 : 1));
        strikes.cut(node, !etcdOnly, Spans.parse(words.get(etcdOnly ? 3 : 2)));
    }

    private void strikeCluster(String first, List<String> words) {
        switch (first) {
            case "switchover" -> strikes.switchover(world.node(words.get(1)), world.node(words.get(2)));
            case "overwrite" -> strikes.overwrite(world.node(words.get(1)));
            case "restart" -> strikes.leader().ifPresent(strikes::restartLeader);
            case "delete" -> strikes.deleteAddressKey();
            case "backup" -> backup = world.parts().etcd().backup();
            case "restore" -> strikes.restore(backup, Spans.parse(words.get(2)));
            case "pause" -> strikes.pausePatroni(true);
            case "resume" -> strikes.pausePatroni(false);
            case "add" -> strikes.someonesHand(world.node(words.get(2)), true);
            case "remove" -> strikes.someonesHand(world.node(words.get(2)), false);
            default -> throw new IllegalArgumentException("no such command: " + words);
        }
    }

    private void command(List<String> words) {
        String member = words.get(2);
        long epoch = Long.parseLong(words.get(3));
        world.send(words.get(1), new SimpleCoordinator.Command("by hand " + member + "@" + epoch, member, epoch));
        world.run(scheduler.now() + 10 * MILLIS);
    }
}
