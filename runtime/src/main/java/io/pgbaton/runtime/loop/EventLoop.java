package io.pgbaton.runtime.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one state: inputs come from anywhere and are decided one after the other, in the order of their hand-over, on
 * one Vert.x context; what a decision asks for is begun before the next input is looked at.
 *
 * @param <S> the state, immutable
 * @param <I> inputs, which carry the time at which they happened
 * @param <A> actions
 */
public final class EventLoop<S, I, A> {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    /** Some minutes of a busy cluster: full means that this program hangs or something floods it. */
    private static final int QUEUE_LIMIT = 10_000;

    private static final int TRACE_LENGTH = 200;

    private final String name;
    private final Vertx vertx;
    private final Context context;
    private final BiFunction<S, I, Turn<S, A>> decider;
    private final LoopMetrics metrics;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Object, Long> timers = new HashMap<>();
    private final Deque<TraceEntry> trace = new ArrayDeque<>();
    private Consumer<A> runner;
    private boolean stopped;
    private volatile S state;

    /** What identifies a loop and where it runs. */
    public record Place(String name, Vertx vertx, Context context, MeterRegistry registry) {}

    public EventLoop(Place place, S first, BiFunction<S, I, Turn<S, A>> decider) {
        this.name = place.name();
        this.vertx = place.vertx();
        this.context = place.context();
        this.decider = decider;
        this.state = first;
        this.metrics = new LoopMetrics(place.registry(), name, waiting::get);
    }

    /** Before the first input; the runner begins an action and does not wait for it. */
    public void start(Consumer<A> actions) {
        this.runner = actions;
    }

    /** From any thread. Refused, counted and logged when ten thousand wait already. */
    public void submit(I input) {
        if (waiting.incrementAndGet() > QUEUE_LIMIT) {
            waiting.decrementAndGet();
            metrics.refused();
            log.error("An input was refused because too many wait; this program hangs. loop={} input={}", name, input);
            return;
        }
        long handedOver = System.nanoTime();
        context.runOnContext(nothing -> {
            waiting.decrementAndGet();
            turn(input, handedOver);
        });
    }

    /** The state after the last turn; from any thread. */
    public S state() {
        return state;
    }

    /**
     * On the context. A timer that runs under the same key is replaced.
     *
     * @param fired makes the input when the time is over, so that it carries the time of then
     */
    public void startTimer(Object key, Duration delay, Supplier<I> fired) {
        cancelTimer(key);
        long[] id = new long[1];
        id[0] = vertx.setTimer(Math.max(1, delay.toMillis()), timer -> {
            timers.remove(key, id[0]);
            submit(fired.get());
        });
        timers.put(key, id[0]);
    }

    /** On the context. One that is not running is no error. */
    public void cancelTimer(Object key) {
        Long id = timers.remove(key);
        if (id != null) {
            vertx.cancelTimer(id);
        }
    }

    /** On the context: the last turns, the oldest first. */
    public List<TraceEntry> trace() {
        return new ArrayList<>(trace);
    }

    /** On the context. Timers end, later inputs are dropped. */
    public void stop() {
        stopped = true;
        timers.values().forEach(vertx::cancelTimer);
        timers.clear();
    }

    private void turn(I input, long handedOver) {
        if (stopped) {
            return;
        }
        long begun = System.nanoTime();
        List<A> actions = decide(input);
        actions.forEach(this::begin);
        long ended = System.nanoTime();
        metrics.turn(begun - handedOver, ended - begun);
        remember(input, actions, (begun - handedOver) / 1000, (ended - begun) / 1000);
    }

    /** A defect in a decision must not end the loop: the state stays, the input is lost and told. */
    private List<A> decide(I input) {
        try {
            Turn<S, A> turn = decider.apply(state, input);
            state = turn.next();
            return turn.actions();
        } catch (RuntimeException defect) {
            metrics.failure();
            log.error("A decision failed, its input is lost. loop={} input={}", name, input, defect);
            return List.of();
        }
    }

    private void begin(A action) {
        try {
            runner.accept(action);
        } catch (RuntimeException defect) {
            metrics.failure();
            log.error("An action could not be begun. loop={} action={}", name, action, defect);
        }
    }

    private void remember(I input, List<A> actions, long queuedMicros, long handledMicros) {
        if (trace.size() == TRACE_LENGTH) {
            trace.removeFirst();
        }
        trace.addLast(new TraceEntry(
                Instant.now(), String.valueOf(input), String.valueOf(actions), queuedMicros, handledMicros));
    }
}
