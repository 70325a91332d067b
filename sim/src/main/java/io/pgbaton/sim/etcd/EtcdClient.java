package io.pgbaton.sim.etcd;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One node's way to etcd. A request may be lost before or after it was carried out, may come too late for whoever asked
 * and still be carried out, and gets exactly one end: an answer, or silence at its deadline.
 */
public final class EtcdClient {
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final SimEtcd etcd;
    private final BooleanSupplier reaches;
    private final BooleanSupplier hears;
    private final Weather weather;

    /**
     * @param reaches whether requests get to etcd now
     * @param hears whether answers come back now
     */
    public EtcdClient(
            SimScheduler scheduler,
            SimRandom random,
            SimEtcd etcd,
            BooleanSupplier reaches,
            BooleanSupplier hears,
            Weather weather) {
        this.scheduler = scheduler;
        this.random = random;
        this.etcd = etcd;
        this.reaches = reaches;
        this.hears = hears;
        this.weather = weather;
    }

    /**
     * @param request what etcd does when the request gets there
     * @param timeout after which there is silence
     */
    public <T> void call(Supplier<T> request, long timeout, Consumer<T> answer, Runnable silence) {
        long deadline = scheduler.now() + timeout;
        if (!reaches.getAsBoolean() || weather.loses(random)) {
            scheduler.at(deadline, silence);
            return;
        }
        scheduler.after(weather.delay(random), () -> arrive(request, deadline, answer, silence));
    }

    private <T> void arrive(Supplier<T> request, long deadline, Consumer<T> answer, Runnable silence) {
        if (etcd.hasQuorum() && reaches.getAsBoolean()) {
            T result = request.get();
            long back = scheduler.now() + weather.delay(random);
            boolean lost = weather.loses(random) || back >= deadline;
            if (!lost) {
                scheduler.at(back, () -> answerIfReachable(result, deadline, answer, silence));
                return;
            }
        } else if (!etcd.hasQuorum() && random.chance(0.5)) {
            etcd.whenQuorum(() -> late(request));
        }
        scheduler.at(deadline, silence);
    }

    /** Nobody waits for the result any more; what the request does to the store, it does. */
    private <T> void late(Supplier<T> request) {
        T unheard = request.get();
        Objects.requireNonNull(unheard, "a request has a result");
    }

    private <T> void answerIfReachable(T result, long deadline, Consumer<T> answer, Runnable silence) {
        if (hears.getAsBoolean()) {
            answer.accept(result);
        } else {
            scheduler.at(deadline, silence);
        }
    }

    /** How the network behaves now; the faults change it. */
    public static final class Weather {
        private static final long FASTEST = MILLIS / 2;
        private static final long SLOWEST = 4_000 * MILLIS;

        private double loss;
        private double slow;
        private long usual = 3 * MILLIS;

        /**
         * @param lossOf chance that one direction of a call is lost
         * @param slowOf chance that it takes up to 4 s
         */
        public void become(double lossOf, double slowOf, long usualDelay) {
            loss = lossOf;
            slow = slowOf;
            usual = usualDelay;
        }

        boolean loses(SimRandom random) {
            return loss > 0 && random.chance(loss);
        }

        long delay(SimRandom random) {
            boolean late = slow > 0 && random.chance(slow);
            return late ? random.skewed(FASTEST, SLOWEST) : random.between(FASTEST, usual);
        }
    }
}
