package io.pgbaton.sim.check;

import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.agent.Witnesses;
import io.pgbaton.sim.bus.RealCoordination;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** All rules of one world. */
public final class Invariants {
    /** Those that look after every step, and not only at what an agent does. */
    private final List<Rule> watchful;

    private final Witness witness;
    private final SimEtcd etcd;

    public Invariants(Surroundings world, List<SimNode> nodes) {
        etcd = world.etcd();
        Truth truth = new Truth(world.etcd());
        long lifetime = world.timing().lifetime();
        watchful = List.of(
                new OneHolder(nodes, truth, world.etcd()),
                new KernelLifetime(nodes, truth, lifetime),
                new PromptRelease(world.scheduler(), nodes));
        List<Rule> rules = List.of(
                new KeyTransaction(world.etcd(), nodes),
                new LeaderOnly(truth, lifetime),
                new Fencing(),
                new WritableFirst(world.scheduler(), world.etcd(), truth),
                new Once(world.etcd()),
                new IntentFirst(),
                new HandsOffKept(),
                new HonestAnnouncement());
        List<Witness> all = new ArrayList<>();
        all.add(truth);
        all.addAll(watchful);
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
    }
}
