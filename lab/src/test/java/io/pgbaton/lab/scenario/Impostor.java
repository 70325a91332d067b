package io.pgbaton.lab.scenario;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.AcquireAddress;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** A coordinator that woke up and commands what was right when it fell asleep. */
final class Impostor implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Scope scope = Scope.parse(io.pgbaton.lab.cluster.Scope.MAIN.path());
    private final BusWriter writer;

    Impostor(Lab lab) {
        writer = BusWriter.start(vertx, BusSettings.of(lab.layout().kafka()), new SimpleMeterRegistry());
    }

    /** Tells the node to take the write address in that epoch; returns when the bus has it. */
    void commandsAcquire(String id, String node, long epoch) {
        Command command = Command.newBuilder()
                .setNode(node)
                .setEpoch(epoch)
                .setAcquireAddress(AcquireAddress.newBuilder().setName("write"))
                .build();
        Future<Void> published = writer.publish(
                Topic.COMMANDS,
                new BusRecord(
                        id,
                        BusRecord.source(scope, "co9", "coordinator"),
                        EventType.COMMAND_ISSUED,
                        scope,
                        node,
                        Clock.systemUTC().instant(),
                        "",
                        "",
                        command));
        Await.until("the command to be on the bus", BOUND, published::succeeded);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
