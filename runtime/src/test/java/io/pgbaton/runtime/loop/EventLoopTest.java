package io.pgbaton.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private Context context;
    private EventLoop<List<String>, String, String> loop;

    @BeforeEach
    void start() {
        Promise<Context> created = Promise.promise();
        vertx.runOnContext(nothing -> created.complete(Vertx.currentContext()));
        context = EtcdClient.answer(created.future());
        loop = new EventLoop<>(new EventLoop.Place("test", vertx, context, registry), List.of(), EventLoopTest::decide);
        loop.start(this::act);
    }

    @AfterEach
    void stop() {
        EtcdClient.answer(vertx.close());
    }

    @Test
    void inputsAreDecidedInTheirOrderAndActionsBegunBeforeTheNext() {
        List<String> inputs = IntStream.range(0, 500).mapToObj(i -> "i" + i).toList();

        inputs.forEach(loop::submit);

        awaitState(500);
        assertEquals(inputs, loop.state());
        assertEquals(inputs.stream().map(input -> "did " + input).toList(), done);
    }

    @Test
    void anInputOfAnActionComesAfterThisTurn() {
        loop.submit("again");

        awaitState(2);
        assertEquals(List.of("again", "from action"), loop.state());
    }

    @Test
    void aTimerUnderTheSameKeyReplacesTheOldOneAndCanBeCancelled() {
        context.runOnContext(nothing -> {
            loop.startTimer("a", Duration.ofMillis(5), () -> "old");
            loop.startTimer("a", Duration.ofMillis(10), () -> "new");
            loop.startTimer("b", Duration.ofMillis(5), () -> "never");
            loop.cancelTimer("b");
            loop.startTimer("end", Duration.ofMillis(60), () -> "end");
        });

        awaitState(2);
        assertEquals(List.of("new", "end"), loop.state());
    }

    @Test
    void aDefectLosesItsInputAndNothingElse() {
        loop.submit("a");
        loop.submit("defect");
        loop.submit("failing action");
        loop.submit("b");

        awaitState(3);
        assertEquals(List.of("a", "failing action", "b"), loop.state());
        assertEquals(2.0, registry.get("pgbaton.loop.failures").counter().count());
    }

    @Test
    void turnsAreTracedAndMeasured() {
        IntStream.range(0, 250).forEach(i -> loop.submit("i" + i));
        awaitState(250);

        Promise<List<TraceEntry>> traced = Promise.promise();
        context.runOnContext(nothing -> traced.complete(loop.trace()));
        List<TraceEntry> trace = EtcdClient.answer(traced.future());

        assertEquals(200, trace.size());
        assertEquals("i249", trace.get(199).input());
        assertEquals("[did i249]", trace.get(199).actions());
        assertEquals(250, registry.get("pgbaton.loop.handled").timer().count());
        assertTrue(registry.get("pgbaton.loop.queued").timer().totalTime(TimeUnit.NANOSECONDS) > 0);
    }

    private static Turn<List<String>, String> decide(List<String> state, String input) {
        if (input.equals("defect")) {
            throw new IllegalStateException("planted by the test");
        }
        List<String> next = new ArrayList<>(state);
        next.add(input);
        return new Turn<>(List.copyOf(next), List.of("did " + input));
    }

    private void act(String action) {
        if (action.equals("did failing action")) {
            throw new IllegalStateException("planted by the test");
        }
        if (action.equals("did again")) {
            loop.submit("from action");
            assertEquals(List.of("again"), loop.state());
        }
        done.add(action);
    }

    private void awaitState(int inputs) {
        Awaitility.await(inputs + " inputs decided")
                .atMost(Duration.ofSeconds(10))
                .until(() -> loop.state().size() == inputs);
    }
}
