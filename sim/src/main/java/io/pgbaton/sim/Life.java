package io.pgbaton.sim;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.check.RuleBroken;
import io.pgbaton.sim.etcd.EtcdClient;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.fault.FaultKind;
import io.pgbaton.sim.fault.Operator;
import io.pgbaton.sim.fault.RandomFaults;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.node.Timing;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Spans;
import io.pgbaton.sim.time.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One seed, one short life: some seventy seconds of faults, then calm until all is well or has taken too long. The seed
 * fixes everything, ids included.
 */
public final class Life {
    /** What a person needs to see of the end of a life that broke a rule. */
    private static final int TAIL = 80;

    /** A group's session timeout, and a handover that nothing ends but its timeout. */
    private static final long COORDINATION = 40 * SECOND;

    private static final List<Timing> TIMINGS = List.of(
            timing(5, 1, 2, 4), timing(5, 1, 2, 3), timing(10, 2, 3, 4), timing(10, 2, 3, 5), timing(30, 10, 10, 10));

    private final long seed;
    private final SimWorld world;
    private final long calm;
    private final RandomFaults faults;
    private long well;

    private Life(long seed, Adapters adapters, Function<SimScheduler, Trace> traced) {
        this.seed = seed;
        SimScheduler scheduler = new SimScheduler();
        SimRandom random = new SimRandom(seed);
        Trace trace = traced.apply(scheduler);
        Timing timing = random.pick(TIMINGS);
        boolean failsafe = random.chance(0.3);
        Surroundings parts = new Surroundings(
                scheduler,
                random,
                trace,
                new SimEtcd(scheduler, random, trace),
                new EtcdClient.Weather(),
                timing,
                failsafe);
        trace.note("life", "begins", seed, timing + (failsafe ? " with failsafe mode" : ""));
        SimWorld.Coordinator coordinator =
                random.chance(0.25) ? SimWorld.Coordinator.REAL : SimWorld.Coordinator.SIMPLE;
        this.world = new SimWorld(parts, adapters, coordinator, new Witness() {});
        this.calm = random.between(50 * SECOND, 80 * SECOND);
        this.faults = new RandomFaults(world, calm);
    }

    public static Result live(long seed, Adapters adapters) {
        return new Life(seed, adapters, scheduler -> new Trace(scheduler, TAIL)).run();
    }

    /** The same life, with all of its trace. */
    public static Result told(long seed, Adapters adapters) {
        return new Life(seed, adapters, scheduler -> new Trace(scheduler, Integer.MAX_VALUE)).run();
    }

    /** The same life, with a trace that can be compared with that of another process ({@link Trace#sha256}). */
    public static Result compared(long seed, Adapters adapters) {
        return new Life(seed, adapters, Trace::compared).run();
    }

    private Result run() {
        Optional<String> broken = Optional.empty();
        String rule = "";
        try {
            world.begin(world.parts().random().chance(0.3));
            world.nodes().forEach(world::start);
            faults.plan();
            new Operator(world, seed, calm).plan();
            world.run(calm);
            settle();
        } catch (RuleBroken e) {
            broken = Optional.of(e.getMessage());
            rule = e.rule();
        }
        Surroundings parts = world.parts();
        return new Result(
                seed,
                rule,
                broken,
                parts.scheduler().now(),
                parts.scheduler().planned(),
                parts.trace(),
                faults.struck(),
                End.of(world, Math.max(0, well - calm)));
    }

    /** All well three seconds in a row ends the life. */
    private void settle() {
        long latest =
                calm + patience(world.parts().timing()) + (world.coordination().isPresent() ? COORDINATION : 0);
        well = calm;
        while (world.parts().scheduler().now() < well + 3 * SECOND) {
            world.run(world.parts().scheduler().now() + SECOND);
            String missing = world.settled().missing();
            if (!missing.isEmpty()) {
                well = world.parts().scheduler().now();
            }
            if (well > latest) {
                throw new RuleBroken(
                        "liveness", Spans.seconds(latest - calm) + " s after the last fault ended, " + missing);
            }
        }
    }

    /**
     * The leader's lease; two of Patroni's cycles, the second to clean up; the slowest promotion; another's address
     * lease,
     * then lifetime + 2 s and 5 s of failsafe for a key that ended without a mark; and a little.
     */
    private static long patience(Timing t) {
        return t.ttl()
                + 2 * (t.loopWait() + t.retryTimeout())
                + 6 * SECOND
                + 2 * t.lifetime()
                + 10 * SECOND
                + 3 * SECOND;
    }

    private static Timing timing(long ttl, long loopWait, long retryTimeout, long lifetime) {
        return new Timing(ttl * SECOND, loopWait * SECOND, retryTimeout * SECOND, lifetime * SECOND, 200 * MILLIS);
    }

    /**
     * How a life went.
     *
     * @param rule which one did not hold, "" when all did
     * @param broken the same in words
     * @param lived simulated nanoseconds
     */
    public record Result(
            long seed,
            String rule,
            Optional<String> broken,
            long lived,
            long events,
            Trace trace,
            Map<FaultKind, Integer> faults,
            End end) {

        /** For a person: what broke, and what happened before. */
        public String report() {
            return broken.map(b -> "seed " + seed + " broke " + b + "\n" + String.join("\n", trace.text()) + "\nseed "
                            + seed + " broke " + b)
                    .orElse("seed " + seed + " kept every rule for " + Spans.seconds(lived) + " s");
        }
    }
}
