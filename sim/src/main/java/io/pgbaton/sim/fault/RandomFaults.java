package io.pgbaton.sim.fault;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.SimWorld;
import io.pgbaton.sim.bus.SimpleCoordinator.Manners;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The faults of one life: a few kinds, drawn from its seed, at random times, and all over when the calm begins. */
public final class RandomFaults {
    private final SimWorld world;
    private final Strikes strikes;
    private final RandomStrikes drawn;
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final long calm;
    private final List<FaultKind> kinds = new ArrayList<>();
    private final EnumMap<FaultKind, Integer> struck = new EnumMap<>(FaultKind.class);
    private long meanPause;

    /** @param calm world time at which every fault has ended */
    public RandomFaults(SimWorld world, long calm) {
        this.world = world;
        this.strikes = new Strikes(world);
        this.drawn = new RandomStrikes(world, strikes, calm);
        this.scheduler = world.parts().scheduler();
        this.random = world.parts().random();
        this.calm = calm;
    }

    public void plan() {
        List<FaultKind> all = new ArrayList<>(List.of(FaultKind.values()));
        long count = random.between(2, 7);
        for (int i = 0; i < count; i++) {
            FaultKind kind = random.pick(all);
            all.remove(kind);
            kinds.add(kind);
        }
        world.parts().trace().note("life", "faults", kinds.size(), kinds);
        meanPause = random.between(SECOND, 12 * SECOND);
        scheduler.after(random.between(0, 6 * SECOND), this::strike);
        scheduler.at(calm, this::becomeCalm);
    }

    /** How often each kind has struck so far; one that met nothing to strike does not count. */
    public Map<FaultKind, Integer> struck() {
        return Map.copyOf(struck);
    }

    private void becomeCalm() {
        world.parts().trace().note("life", "calm", 0, "every fault has ended");
        strikes.resumePatroni();
        world.parts().weather().become(0, 0, 3 * MILLIS);
        world.coordinator().become(Manners.GOOD);
    }

    private void strike() {
        SimNode node =
                random.chance(0.6) ? strikes.leader().orElse(random.pick(world.nodes())) : random.pick(world.nodes());
        FaultKind kind = random.pick(kinds);
        if (strikes.usable(node) && drawn.possible(kind, node)) {
            struck.merge(kind, 1, Integer::sum);
            drawn.strike(kind, node);
        }
        long pause = random.skewed(20 * MILLIS, 3 * meanPause);
        if (scheduler.now() + pause < calm - SECOND) {
            scheduler.after(pause, this::strike);
        }
    }
}
