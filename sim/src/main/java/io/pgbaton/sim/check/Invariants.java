package io.pgbaton.sim.check;

import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.agent.Witnesses;
import io.pgbaton.sim.bus.RealCoordination;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** All rules of one world. */
public final class Invariants {
    /** Those that look after every step, and not only at what an agent does. */
    private final List<Rule> watchful;

    private final Witness witness;

    public Invariants(Surroundings world, List<SimNode> nodes) {
        Truth truth = new Truth();
        long lifetime = world.timing().lifetime();
        watchful = List.of(
                new OneHolder(nodes, truth),
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

    /** R8 on the bus: what is said in public is said once and in order. */
    public void listenTo(RealCoordination coordination) {
        coordination.bus().listen(new ToldOnce(coordination::wasContested)::appended);
    }

    public void afterStep() {
        for (int i = 0; i < watchful.size(); i++) {
            watchful.get(i).afterStep();
        }
    }
}
