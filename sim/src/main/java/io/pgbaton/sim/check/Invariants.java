package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.agent.Witnesses;
import io.pgbaton.sim.bus.RealCoordination;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.time.SimScheduler;
import java.util.ArrayList;
import java.util.List;

/** All rules of one world. */
public final class Invariants {
    /** Those of HAProxies bound what takes a while, and need not look after every step. */
    private static final long LOOK_AGAIN = 50 * MILLIS;

    /** Those that look after every step, and not only at what an agent does. */
    private final List<Rule> watchful;

    private final List<Rule> patient;
    private final SimScheduler scheduler;
    private long nextLook;

    private final Witness witness;
    private final SimEtcd etcd;

    public Invariants(Surroundings world, List<SimNode> nodes) {
        etcd = world.etcd();
        scheduler = world.scheduler();
        Truth truth = new Truth(world.etcd());
        OwnTime own = new OwnTime(world.scheduler(), nodes);
        RouteTruth routes = new RouteTruth(world.scheduler(), own);
        long lifetime = world.timing().lifetime();
        watchful = List.of(
                own,
                new OneHolder(nodes, truth, world.etcd()),
                new KernelLifetime(nodes, truth, lifetime),
                new PromptRelease(world.scheduler(), nodes));
        patient = List.of(
                new RouteAlone(world, own, nodes, routes),
                new RouteTakenAway(own, nodes, routes),
                new ChecksGoOn(world.scheduler(), world.etcd(), nodes, routes));
        List<Rule> rules = List.of(
                new KeyTransaction(world.etcd(), nodes),
                new LeaderOnly(truth, lifetime),
                new Fencing(),
                new WritableFirst(world.scheduler(), world.etcd(), truth),
                new Once(world.etcd()),
                new IntentFirst(),
                new HandsOffKept(),
                new HonestAnnouncement(),
                new RoutedLeader(world.scheduler(), world.etcd(), nodes, routes),
                new RouteFencing(routes),
                new RoutedOnce());
        List<Witness> all = new ArrayList<>();
        all.add(truth);
        all.add(routes);
        all.addAll(watchful);
        all.addAll(patient);
        all.addAll(rules);
        witness = new Witnesses(all);
    }

    public Witness witness() {
        return witness;
    }

    /** What is said in public is said once and in order (R8), by one coordinator (R3), and nothing is done unannounced (R9). */
    public void listenTo(RealCoordination coordination) {
        etcd.listen(new OneCoordinator(etcd)::changed);
        coordination.bus().listen(new IntendedCommands()::appended);
        coordination.bus().listen(new ToldOnce(coordination::wasContested)::appended);
    }

    public void afterStep() {
        for (int i = 0; i < watchful.size(); i++) {
            watchful.get(i).afterStep();
        }
        if (scheduler.now() >= nextLook) {
            nextLook = scheduler.now() + LOOK_AGAIN;
            patient.forEach(Rule::afterStep);
        }
    }
}
