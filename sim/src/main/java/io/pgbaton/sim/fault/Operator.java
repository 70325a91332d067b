package io.pgbaton.sim.fault;

import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.SimWorld;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimRandom;
import java.util.List;

/**
 * Somebody who pauses, freezes the address and takes nodes out, in some lives (R11); all is given back when the calm begins. With
 * dice of its own: a life without it goes as it would if there were none.
 */
public final class Operator {
    private static final EtcdValue ASKED = new EtcdValue.Text("{}");

    private final SimWorld world;
    private final SimRandom random;
    private final long calm;

    /** @param calm world time at which nothing is asked any more */
    public Operator(SimWorld world, long seed, long calm) {
        this.world = world;
        this.random = new SimRandom(~seed);
        this.calm = calm;
    }

    public void plan() {
        if (random.chance(0.25)) {
            world.parts().scheduler().after(random.between(SECOND, 10 * SECOND), this::act);
            // A second later: an etcd restored at the last moment brings back what was asked before (seed 126).
            world.parts().scheduler().at(calm + SECOND, this::giveBack);
        }
    }

    private void act() {
        boolean begins = random.chance(0.6);
        if (random.chance(0.5)) {
            set(Keys.PAUSE, begins, random.chance(0.7) ? Keys.FREEZE : ASKED);
        } else {
            set(Keys.maintenance(random.pick(world.nodes()).name()), begins, ASKED);
        }
        long next = world.parts().scheduler().now() + random.skewed(SECOND / 5, 20 * SECOND);
        if (next < calm) {
            world.parts().scheduler().at(next, this::act);
        }
    }

    private void giveBack() {
        set(Keys.PAUSE, false, ASKED);
        for (SimNode node : world.nodes()) {
            set(Keys.maintenance(node.name()), false, ASKED);
        }
    }

    private void set(String key, boolean there, EtcdValue value) {
        SimEtcd etcd = world.parts().etcd();
        world.parts().trace().note("etcd", "operator", there ? 1 : 0, (there ? "puts " : "deletes ") + key);
        if (there) {
            etcd.put(List.of(), key, value, 0);
        } else if (etcd.get(key).isPresent()) {
            etcd.delete(List.of(), key);
        }
    }
}
