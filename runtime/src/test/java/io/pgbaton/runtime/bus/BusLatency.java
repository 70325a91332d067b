package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.broker.BrokerKind;
import io.pgbaton.runtime.bus.broker.TestBroker;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/** Measures, on demand, how long a record takes from publish to the handler, one at a time. Prints, asserts nothing. */
public final class BusLatency {
    private static final int WARM_UP = 500;
    private static final int ROUNDS = 2000;

    private BusLatency() {}

    public static void main(String[] args) throws Exception {
        try (TestBroker broker = BrokerKind.KRAFT.start()) {
            for (boolean onDisk : new boolean[] {false, true, false, true}) {
                measure(broker, onDisk);
            }
        }
        // The logging and client threads of a broker in this JVM may outlive it.
        System.exit(0);
    }

    private static void measure(TestBroker broker, boolean onDisk) throws Exception {
        String journal = onDisk ? "journal on disk  " : "journal in memory";
        try (BusWorld world = new BusWorld(broker.bootstrap(), onDisk)) {
            world.topics();
            // The group first: it reads from the beginning.
            report(journal + ", group   ", measure(world, world.inGroup("latency")));
        }
        try (BusWorld world = new BusWorld(broker.bootstrap(), onDisk)) {
            world.topics();
            report(journal + ", assigned", measure(world, world.ofScope(Topic.OBSERVATIONS, StartAt.END)));
        }
    }

    private static long[] measure(BusWorld world, BusReader reader) throws Exception {
        AtomicReference<Promise<Long>> waiting = new AtomicReference<>(Promise.promise());
        world.get(reader.handler(one -> waiting.get().tryComplete(System.nanoTime()))
                .start());
        BusWriter writer = world.writer();
        world.get(writer.publish(Topic.OBSERVATIONS, world.numbered(BusWorld.SCOPE, 0)));
        world.get(waiting.get().future());
        long[] nanos = new long[ROUNDS];
        for (int n = -WARM_UP; n < ROUNDS; n++) {
            Promise<Long> arrival = Promise.promise();
            waiting.set(arrival);
            long start = System.nanoTime();
            writer.publish(Topic.OBSERVATIONS, world.numbered(BusWorld.SCOPE, n + WARM_UP));
            long took = world.get(arrival.future()) - start;
            if (n >= 0) {
                nanos[n] = took;
            }
        }
        return nanos;
    }

    private static void report(String mode, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%s publish -> handler: p50 %.2f ms, p99 %.2f ms, worst %.2f ms (n=%d)%n",
                mode, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 99 / 100] / 1e6, nanos[ROUNDS - 1] / 1e6, ROUNDS);
    }
}
