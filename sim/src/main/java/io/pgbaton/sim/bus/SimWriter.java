package io.pgbaton.sim.bus;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.sim.node.SimProcess;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** An idempotent producer: in order, nothing lost, nothing twice, and it waits while the broker is away (R6). */
final class SimWriter {
    private static final long TRY_AGAIN = 250 * MILLIS;

    private final SimBus bus;
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final SimProcess process;
    private final BooleanSupplier reachable;
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private boolean flushing;

    private record Outgoing(Topic topic, BusRecord record, Runnable done) {}

    /**
     * @param process whose producer this is: nothing is published while it is stopped, or after its death
     * @param reachable whether its host reaches the broker
     */
    SimWriter(SimBus bus, Surroundings world, SimProcess process, BooleanSupplier reachable) {
        this.bus = bus;
        this.scheduler = world.scheduler();
        this.random = world.random();
        this.process = process;
        this.reachable = reachable;
    }

    void publish(Topic topic, BusRecord record, Runnable done) {
        queue.add(new Outgoing(topic, record, done));
        flushAfter(random.between(MILLIS, 8 * MILLIS));
    }

    boolean settled() {
        return queue.isEmpty();
    }

    int waiting() {
        return queue.size();
    }

    /** Forgets what waits at its end, the newest. */
    void forgetNewest(int records) {
        for (int i = 0; i < records; i++) {
            queue.removeLast();
        }
    }

    private void flushAfter(long delay) {
        if (!flushing) {
            flushing = true;
            scheduler.after(delay, () -> process.run(this::flush));
        }
    }

    private void flush() {
        flushing = false;
        if (bus.away() || !reachable.getAsBoolean()) {
            flushAfter(TRY_AGAIN);
            return;
        }
        while (!queue.isEmpty()) {
            Outgoing next = queue.remove();
            bus.append(next.topic(), next.record());
            next.done().run();
        }
    }
}
