package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.bus.broker.KraftBroker;
import io.pgbaton.runtime.command.CommandReader;
import io.pgbaton.runtime.command.Heard;
import io.pgbaton.runtime.command.TakenCommands;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.journal.JournalSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that was restarted has neither lost a command nor hears one twice (R8): with a real broker and a real journal. */
class CommandsOverRestartsTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final KraftBroker broker = new KraftBroker();
    private final BusSettings bus = new BusSettings(List.of(broker.bootstrap()), "t.", Map.of());
    private final Vertx vertx = Vertx.vertx();
    private BusWriter coordinator;

    @BeforeEach
    void begin() {
        broker.start();
        coordinator = BusWriter.start(vertx, bus, new SimpleMeterRegistry());
        EtcdClient.answer(onLoop(
                vertx.getOrCreateContext(), () -> Topics.ensure(vertx, bus).ready()));
    }

    @AfterEach
    void end() {
        EtcdClient.answer(vertx.close());
        broker.close();
    }

    @Test
    void r8WhatCameBeforeTheFirstLifeIsNotItsBusinessAndWhatCameBetweenTwoIsLate() {
        issue("before");
        try (Life first = new Life()) {
            issue("c-1");
            first.hears("c-1");
            assertFalse(first.heard.get(0).late());
        }
        issue("c-2");
        try (Life second = new Life()) {
            second.hears("c-2");
            assertTrue(second.heard.get(0).late());
            issue("c-1");
            second.hears("c-2", "c-1");
            assertTrue(second.heard.get(1).repeated(), "the coordinator said it again, and it was done");
        }
        try (Life third = new Life()) {
            issue("c-3");
            third.hears("c-3");
        }
    }

    @Test
    void r8AnAgentThatNeverHeardOneKnowsAllThatCameAfterItsFirstStart() {
        new Life().close();
        issue("c-1");
        try (Life second = new Life()) {
            second.hears("c-1");
        }
    }

    private void issue(String id) {
        BusRecord record = new BusRecord(
                id,
                BusRecord.source(SCOPE, "co1", "coordinator"),
                EventType.COMMAND_ISSUED,
                SCOPE,
                "n1",
                Instant.EPOCH,
                "",
                "",
                Command.newBuilder().setNode("n1").build());
        EtcdClient.answer(coordinator.publish(Topic.COMMANDS, record));
    }

    /** One life of an agent, as far as it reads commands. */
    private final class Life implements AutoCloseable {
        private final Context context = vertx.getOrCreateContext();
        private final List<Heard> heard = new CopyOnWriteArrayList<>();
        private final DurableJournal journal;
        private final CommandReader reader;

        Life() {
            journal = EtcdClient.answer(onLoop(
                    context, () -> DurableJournal.open(vertx, JournalSettings.in(folder), new SimpleMeterRegistry())));
            reader = EtcdClient.answer(onLoop(context, () -> Future.succeededFuture(read(TakenCommands.in(journal)))));
            await().atMost(PATIENCE).until(() -> reader.obstacle().isEmpty());
        }

        private CommandReader read(TakenCommands taken) {
            BusReader of = BusReader.ofScopes(
                    vertx,
                    bus,
                    new SimpleMeterRegistry(),
                    Set.of(Topic.COMMANDS, Topic.OBSERVATIONS),
                    Set.of(SCOPE),
                    taken.start());
            CommandReader commands = new CommandReader(Topics.ensure(vertx, bus), of, taken);
            commands.start(
                    one -> {
                        heard.add(one);
                        taken.took(one.delivery());
                    },
                    poison -> {});
            return commands;
        }

        void hears(String... ids) {
            await().atMost(PATIENCE).until(() -> heard.size() >= ids.length);
            assertEquals(
                    List.of(ids), heard.stream().map(one -> one.record().id()).toList());
        }

        @Override
        public void close() {
            EtcdClient.answer(onLoop(context, reader::close));
            EtcdClient.answer(onLoop(context, () -> journal.close(Duration.ofSeconds(5))));
        }
    }

    private static <T> Future<T> onLoop(Context context, Supplier<Future<T>> task) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> task.get().onComplete(done));
        return done.future();
    }
}
