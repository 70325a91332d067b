package io.pgbaton.runtime.bus;

import static io.pgbaton.runtime.bus.BusWorld.SCOPE;
import static java.util.stream.Collectors.toList;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.PoisonSkipped;
import io.pgbaton.runtime.bus.broker.BrokerKind;
import io.pgbaton.runtime.bus.broker.TestBroker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bus promises, on every kind of broker that this machine can run. With a journal in memory and with one on disk it
 * is a class of tests each, so that the two run side by side.
 */
abstract class BusContract {
    private static final Logger LOG = LoggerFactory.getLogger("io.pgbaton.runtime.bus.broker");

    private static TestBroker broker;

    private final boolean onDisk;
    private final BusWorld world;

    BusContract(boolean onDisk) {
        this.onDisk = onDisk;
        this.world = new BusWorld(broker.bootstrap(), onDisk);
    }

    @BeforeParameterizedClassInvocation
    static void startBroker(BrokerKind kind) {
        kind.missing().ifPresent(lack -> LOG.info("Bus contract: NOT run on {}: {}", kind, lack));
        assumeTrue(kind.missing().isEmpty(), () -> kind + ": " + kind.missing().orElseThrow());
        LOG.info("Bus contract: running on {}", kind);
        broker = kind.start();
    }

    @AfterParameterizedClassInvocation
    static void closeBroker() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @BeforeEach
    void startedBroker() {
        broker.start();
    }

    @AfterEach
    void nothingBlocked() {
        world.close();
        assertEquals(List.of(), world.blockedThreads(), "threads that Vert.x saw blocked");
    }

    @Test
    void createsWhatIsAbsentAndIsContentWithWhatIsThere() throws Exception {
        world.topics();
        world.topics();

        Map<Topic, Integer> there = world.get(Topics.partitions(world.vertx, world.bus));
        assertEquals(Set.of(Topic.values()), there.keySet());
        assertEquals(Set.of(Topic.PARTITIONS), Set.copyOf(there.values()));
    }

    @Test
    void refusesATopicWithTheWrongNumberOfPartitionsAndSaysWhatToDo() throws Exception {
        String name = Topic.AUDIT.name(world.bus.topicPrefix());
        try (Admin admin = Admin.create(ClientSettings.admin(world.bus))) {
            admin.createTopics(List.of(new NewTopic(name, 3, (short) 1))).all().get();
        }

        Topics topics = Topics.ensure(world.vertx, world.bus);
        await().until(() -> topics.obstacle().orElse("").contains(name + " has 3 partitions"));
        assertTrue(
                topics.obstacle().orElse("").contains("Delete what is wrong"),
                topics.obstacle().toString());
        assertFalse(topics.ready().isComplete());

        try (Admin admin = Admin.create(ClientSettings.admin(world.bus))) {
            admin.deleteTopics(List.of(name)).all().get();
        }
        world.get(topics.ready());
        assertTrue(topics.obstacle().isEmpty(), "it goes on when a person has mended it");
    }

    @Test
    void aBrokerThatIsAwayIsNamedUntilItIsThere() throws Exception {
        BusSettings nowhere = new BusSettings(List.of("127.0.0.1:9"), "t.", Map.of());
        Topics topics = Topics.ensure(world.vertx, nowhere);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> topics.obstacle().orElse("").contains("Kafka at 127.0.0.1:9 does not answer"));
            assertTrue(
                    topics.obstacle().orElse("").contains("bus.bootstrap"),
                    topics.obstacle().toString());
        } finally {
            topics.close();
        }
    }

    @Test
    void deliversEachScopeInOrderWithGapFreeNumbers() throws Exception {
        world.topics();
        Scope other = new Scope("service", "other");
        List<Delivery> seen = world.collect(world.following(StartAt.END));
        BusWriter writer = world.writer();

        for (int n = 0; n < 200; n++) {
            writer.publish(Topic.OBSERVATIONS, world.numbered(SCOPE, n));
            writer.publish(Topic.OBSERVATIONS, world.numbered(other, n));
        }

        await().until(() -> seen.size() >= 400);
        for (Scope scope : List.of(SCOPE, other)) {
            List<Delivery> own = BusWorld.of(seen, scope);
            assertEquals(IntStream.range(0, 200).boxed().toList(), BusWorld.numbers(own));
            assertEquals(
                    LongStream.rangeClosed(1, 200).boxed().toList(),
                    own.stream().map(one -> one.decoded().sequence()).toList());
            assertEquals(
                    Set.of(TopicSlice.of(Topic.OBSERVATIONS, scope)),
                    own.stream().map(Delivery::slice).collect(java.util.stream.Collectors.toSet()));
        }
    }

    @Test
    void keepsTheOrderInTopicsThatWereJustCreated() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (BusWorld fresh = new BusWorld(broker.bootstrap(), onDisk)) {
                BusWriter writer = fresh.writer();
                fresh.topics();
                List<Future<Void>> published = new CopyOnWriteArrayList<>();
                fresh.onLoop(() -> IntStream.range(0, 20)
                        .forEach(n -> published.add(writer.publish(Topic.EVENTS, fresh.numbered(SCOPE, n)))));
                fresh.get(Future.all(List.copyOf(published)));
                assertEquals(
                        IntStream.range(0, 20).boxed().toList(),
                        BusWorld.numbers(fresh.readToEnd(Set.of(Topic.EVENTS))));
            }
        }
    }

    @Test
    void anAgentReadsThePartitionsOfItsScopesFromAFewMinutesAgo() throws Exception {
        world.topics();
        BusWriter writer = world.writer();
        world.get(writer.publish(Topic.COMMANDS, world.numbered(SCOPE, 1)));

        List<Delivery> recent = world.collect(world.ofScope(Topic.COMMANDS, StartAt.back(Duration.ofMinutes(5))));
        List<Delivery> fromNow = world.collect(world.ofScope(Topic.COMMANDS, StartAt.END));
        world.get(writer.publish(Topic.COMMANDS, world.numbered(SCOPE, 2)));

        await().until(() -> recent.size() == 2 && fromNow.size() == 1);
        assertEquals(List.of(1, 2), BusWorld.numbers(recent));
        assertEquals(List.of(2), BusWorld.numbers(fromNow));
    }

    @Test
    void readsWhatIsThereAndEnds() throws Exception {
        world.topics();
        BusWriter writer = world.writer();
        for (int n = 0; n < 50; n++) {
            writer.publish(Topic.EVENTS, world.numbered(SCOPE, n));
        }
        world.get(writer.publish(Topic.EVENTS, world.numbered(SCOPE, 50)));

        assertEquals(51, world.readToEnd(Set.of(Topic.EVENTS)).size());
        assertEquals(0, world.readToEnd(Set.of(Topic.AUDIT)).size());
    }

    @Test
    void skipsPoisonAndSaysWhereItIs() throws Exception {
        world.topics();
        List<Poison> poisons = new CopyOnWriteArrayList<>();
        BusReader reader = world.following(StartAt.END).poisonHandler(poisons::add);
        List<Delivery> seen = world.collect(reader);
        world.sendRaw("{ this is no JSON");
        world.get(world.writer().publish(Topic.OBSERVATIONS, world.numbered(SCOPE, 7)));

        await().until(() -> seen.size() == 1 && poisons.size() == 1);
        assertEquals(List.of(7), BusWorld.numbers(seen));
        BusRecord report = poisons.get(0).report(SCOPE, "/pgbaton/service/demo/co1/coordinator", world.now());
        PoisonSkipped said = report.data(PoisonSkipped.class);
        assertEquals(seen.get(0).offset() - 1, said.getOffset());
        assertEquals(TopicSlice.partitionOf(SCOPE), said.getPartition());
        assertEquals(1.0, world.registry.get("pgbaton.bus.poison").counter().count());
    }

    @Test
    void losesDoublesAndReordersNothingWhenTheBrokerIsStoppedAndStarted() throws Exception {
        world.topics();
        List<Delivery> seen = world.collect(world.following(StartAt.END));
        BusWriter writer = world.writer();
        world.get(writer.publish(Topic.OBSERVATIONS, world.numbered(SCOPE, 0)));

        List<Future<Void>> published = new CopyOnWriteArrayList<>();
        world.onLoop(() -> IntStream.range(1, 50).forEach(n -> published.add(world.publish(writer, n))));
        broker.stop();
        world.onLoop(() -> IntStream.range(50, 900).forEach(n -> published.add(world.publish(writer, n))));
        await().until(() -> !writer.reachable());
        assertTrue(writer.depth() >= 850);
        broker.start();
        world.get(Future.all(List.copyOf(published)));

        await().until(() -> seen.size() >= 900);
        assertEquals(IntStream.range(0, 900).boxed().toList(), BusWorld.numbers(seen));
        assertTrue(writer.reachable());
        assertEquals(0, writer.depth());
    }

    @Test
    void publishesLaterWithTheTimeAtWhichItHappenedWhatCameBeforeTheBrokerDid() throws Exception {
        world.topics();
        broker.stop();
        BusWriter writer = world.writer();
        BusRecord record = world.numbered(SCOPE, 1);
        Future<Void> published = writer.publish(Topic.OBSERVATIONS, record);
        await().until(() -> !writer.reachable());
        assertFalse(published.isComplete());

        broker.start();
        world.get(published);

        List<Delivery> seen = world.readToEnd(Set.of(Topic.OBSERVATIONS));
        assertEquals(record.time(), seen.get(0).record().time());
        assertTrue(seen.get(0).decoded().recordedTime().isAfter(record.time().plusSeconds(1)));
    }

    @Test
    void whatWaitedWhenTheProcessEndedIsPublishedByTheNextOneInOrderAndWithItsTime() throws Exception {
        assumeTrue(onDisk, "memory ends with the process");
        world.topics();
        broker.stop();
        BusWriter first = world.writer();
        BusRecord oldest = world.numbered(SCOPE, 0);
        Future<Void> kept = first.publish(Topic.OBSERVATIONS, oldest);
        world.onLoop(() -> IntStream.range(1, 3000).forEach(n -> world.publish(first, n)));
        await().until(() -> first.depth() == 3000);
        world.endLife(first);
        assertEquals(
                PublishRefused.Reason.KEPT,
                assertInstanceOf(PublishRefused.class, kept.cause()).reason());

        BusWriter second = world.writer();
        IntStream.range(3000, 3010).forEach(n -> world.publish(second, n));
        broker.start();
        await().until(() -> second.depth() == 0);

        List<Delivery> seen = world.readToEnd(Set.of(Topic.OBSERVATIONS));
        assertEquals(IntStream.range(0, 3010).boxed().toList(), BusWorld.numbers(seen));
        assertEquals(
                LongStream.rangeClosed(1, 3010).boxed().toList(),
                seen.stream().map(one -> one.decoded().sequence()).toList());
        assertEquals(oldest.time(), seen.get(0).record().time());
        assertTrue(seen.get(0).decoded().recordedTime().isAfter(oldest.time().plusMillis(900)));
    }

    @Test
    void refusesAndCountsWhatDoesNotFitWhileTheBrokerIsAway() throws Exception {
        assumeFalse(onDisk, "a journal on disk takes more than fits in memory: DurableJournalTest");
        world.topics();
        broker.stop();
        BusWriter writer = world.writer(10);
        List<Future<Void>> published =
                IntStream.range(0, 12).mapToObj(n -> world.publish(writer, n)).collect(toList());

        await().until(() -> published.get(11).isComplete());
        PublishRefused refused =
                assertInstanceOf(PublishRefused.class, published.get(11).cause());
        assertEquals(PublishRefused.Reason.JOURNAL_FULL, refused.reason());
        assertEquals(2.0, world.registry.get("pgbaton.bus.dropped").counter().count());

        broker.start();
        world.get(Future.all(published.subList(0, 10)));
        world.get(world.publish(writer, 12));
        List<Delivery> seen = world.readToEnd(Set.of(Topic.OBSERVATIONS));
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12), BusWorld.numbers(seen));
        assertEquals(11, seen.get(10).decoded().sequence(), "what was refused leaves no gap");
    }

    @Test
    void aGroupMemberTakesOverWhereTheOtherHadCommitted() throws Exception {
        world.topics();
        BusWriter writer = world.writer();
        BusReader first = world.inGroup("takeover");
        List<Delivery> seenByFirst = world.collect(first);
        for (int n = 0; n < 10; n++) {
            world.get(world.publish(writer, n));
        }
        await().until(() -> seenByFirst.size() == 10);
        world.get(first.commit(
                Map.of(seenByFirst.get(5).slice(), seenByFirst.get(5).offset() + 1)));
        world.get(first.close());

        List<Delivery> seenBySecond = world.collect(world.inGroup("takeover"));
        await().until(() -> seenBySecond.size() == 4);
        assertEquals(List.of(6, 7, 8, 9), BusWorld.numbers(seenBySecond));
    }

    @Test
    void twoMembersShareAllScopesAndOfAScopeBothTopics() throws Exception {
        world.topics();
        Shares shares = new Shares();
        world.get(shares.of("a", world.inGroup("shared")).start());
        world.get(shares.of("b", world.inGroup("shared")).start());

        await().until(() -> shares.partitions("a") + shares.partitions("b") == 2 * Topic.PARTITIONS
                && shares.partitions("a") == Topic.PARTITIONS);
        assertTrue(shares.coPartitioned("a"));
        assertTrue(shares.coPartitioned("b"));
    }

    @Test
    void aSeekBringsTheOldRecordsAgainAndNoneOfTheNewBefore() throws Exception {
        world.topics();
        BusWriter writer = world.writer();
        BusReader reader = world.inGroup("seeking");
        List<Delivery> seen = world.collect(reader);
        for (int n = 0; n < 5; n++) {
            world.get(world.publish(writer, n));
        }
        await().until(() -> seen.size() == 5);

        world.onLoop(() -> reader.seek(seen.get(0).slice(), seen.get(1).offset()));

        await().until(() -> seen.size() == 9);
        assertEquals(List.of(0, 1, 2, 3, 4, 1, 2, 3, 4), BusWorld.numbers(seen));
    }

    @Test
    void aPausedReaderDeliversNothingUntilItGoesOn() throws Exception {
        world.topics();
        BusReader reader = world.following(StartAt.END);
        List<Delivery> seen = world.collect(reader);
        BusWriter writer = world.writer();
        world.onLoop(reader::pause);
        world.get(world.publish(writer, 1));
        assertEquals(1, world.readToEnd(Set.of(Topic.OBSERVATIONS)).size(), "it is on the bus");
        assertEquals(0, seen.size());

        world.onLoop(reader::resume);
        await().until(() -> seen.size() == 1);
    }

    @Test
    void aHandlerThatFailsEndsNothing() throws Exception {
        world.topics();
        List<Throwable> faults = new CopyOnWriteArrayList<>();
        List<Delivery> seen = new CopyOnWriteArrayList<>();
        BusReader reader = world.following(StartAt.END).faultHandler(faults::add);
        reader.handler(one -> {
            if (BusWorld.number(one) == 1) {
                throw new IllegalStateException("a bug of ours");
            }
            seen.add(one);
        });
        world.get(reader.start());
        BusWriter writer = world.writer();
        IntStream.range(0, 3).forEach(n -> world.publish(writer, n));

        await().until(() -> seen.size() == 2);
        assertEquals(List.of(0, 2), BusWorld.numbers(seen));
        assertEquals("a bug of ours", faults.get(0).getMessage());
    }
}
