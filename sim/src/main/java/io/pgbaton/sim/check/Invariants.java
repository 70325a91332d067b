package io.pgbaton.sim.check;

import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.agent.Witnesses;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** All rules of one world. */
public final class Invariants {
    private final List<Rule> rules;
    private final Witness witness;

    public Invariants(Surroundings world, List<SimNode> nodes) {
        Truth truth = new Truth();
        long lifetime = world.timing().lifetime();
        rules = List.of(
                new OneHolder(nodes, truth),
                new KernelLifetime(nodes, truth, lifetime),
                new KeyTransaction(world.etcd(), nodes),
                new LeaderOnly(truth, lifetime),
                new PromptRelease(world.scheduler(), nodes),
                new Fencing(),
                new WritableFirst(world.scheduler(), world.etcd(), truth),
                new Once(world.etcd()),
                new IntentFirst(),
                new HonestAnnouncement());
        List<Witness> all = new ArrayList<>(rules);
        all.add(0, truth);
        witness = new Witnesses(all);
    }

    public Witness witness() {
        return witness;
    }

    public void afterStep() {
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).afterStep();
        }
    }
}
