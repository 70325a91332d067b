package io.pgbaton.nodeagent.act.address;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.record.AddressRecords;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.loop.EventLoop;
import io.pgbaton.runtime.record.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of one address on a real interface. etcd is away all the time: nothing here may need it. */
class AddressKeeperTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final AddressRules RULES =
            new AddressRules(SCOPE.key(), "write", "n1", "n1", "machine", "run-1", 10 * SECOND, SECOND / 5, false);

    private static final AddressAction INTENT =
            new AddressAction.RecordIntent("a-1", "acquire address", 7, "leader and writable", "", false);

    private final List<BusRecord> told = new CopyOnWriteArrayList<>();
    private final Promise<Boolean> kept = Promise.promise();
    private final List<AddressInput> heard = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AddressRecords records = new AddressRecords(
            new Recorder(SCOPE, "n1", "run-1", new SlowOutbox()),
            new ScopeMetrics(registry, SCOPE, BootClock::nanos),
            RULES,
            TwoHosts.ADDRESS.getHostAddress(),
            "pgv0");

    private TwoHosts hosts;
    private EtcdClient absent;
    private KernelLinks links;
    private LinkWorker link;

    @BeforeEach
    void connect() {
        hosts = TwoHosts.create();
        absent = EtcdClient.to(List.of("http://127.0.0.1:9"));
        links = new KernelLinks(absent.vertx(), (addresses, network) -> new AddressHolder(addresses));
        link = hosts.here.inside(() -> links.open(new AddressConfig("write", TwoHosts.ADDRESS, "pgv0")));
    }

    @AfterEach
    void disconnect() {
        if (hosts != null) {
            links.close();
            absent.close();
            hosts.close();
        }
    }

    @Test
    void anAnnouncementIsCounted() {
        keeper().carryOut(new AddressAction.Announce(BootClock.nanos() + 10 * SECOND));

        await().until(() -> announcements("sent") == 1);
        assertEquals(List.of(), heard);
    }

    @Test
    void r1bAnAnnouncementPastTheDeadlineIsCountedAndTheInterfaceIsLookedAt() {
        keeper().carryOut(new AddressAction.Announce(BootClock.nanos()));

        await().until(() -> announcements("too_late") == 1);
        await().until(() -> heard.size() == 1);
        assertInstanceOf(AddressInput.LinkHinted.class, heard.get(0));
        assertEquals(0, announcements("sent"));
    }

    @Test
    void anAnnouncementThatTheKernelRefusesIsCountedAsFailed() {
        hosts.here.ip("link set pgv0 down");

        keeper().carryOut(new AddressAction.Announce(BootClock.nanos() + 10 * SECOND));

        await().until(() -> announcements("failed") == 1);
    }

    @Test
    void r9ARefusalSaysWhatWasRefused() {
        AddressLoop loop = new AddressLoop(
                new EventLoop.Place("write", absent.vertx(), absent.context(), registry),
                RULES,
                new NobodyAsked(),
                () -> {},
                this::keeper);
        loop.start();

        loop.accept(new AddressInput.ReleaseCommanded(BootClock.nanos(), "c-1", 7, "maintenance"));

        await().until(() -> refusals().size() == 1);
        Refusal refused = refusals().get(0);
        assertEquals("release address", refused.getAction());
        assertEquals("n1/write", refused.getTarget());
        assertEquals("c-1", refused.getCommandId());
        assertEquals(RefusalReason.NOT_LEADER, refused.getReason());
        assertEquals(1, refusalsCounted("not_leader"));
    }

    @Test
    void r9ARaiseWaitsUntilItsIntentIsKept() {
        AddressKeeper keeper = keeper();

        keeper.carryOut(INTENT);
        keeper.carryOut(raise());
        assertEquals(List.of(), heard);
        kept.complete(true);

        await().until(() -> heard.size() == 1);
        AddressInput.LinkChanged raised = (AddressInput.LinkChanged) heard.get(0);
        assertEquals(LinkResult.DONE, raised.result());
        assertEquals(0, count("pgbaton.intents.not.kept", "scope", "demo"));
    }

    @Test
    void r9TheKeyWaitsUntilItsIntentIsKept() {
        List<AddressInput> heardWithoutIntent = new CopyOnWriteArrayList<>();
        AddressAction take = new AddressAction.TakeKey(7, 0, 0);
        AddressKeeper keeper = keeper();

        keeper.carryOut(INTENT);
        keeper.carryOut(take);
        keeper(heardWithoutIntent::add, null).carryOut(take);
        await().until(() -> heardWithoutIntent.size() == 1);
        assertEquals(List.of(), heard, "it was to be taken sooner, and waits");
        kept.complete(true);

        await().until(() -> heard.size() == 1);
        assertInstanceOf(AddressInput.KeyNotTaken.class, heard.get(0));
    }

    @Test
    void r6ADiskThatDoesNotAnswerInTimeIsCountedAndHoldsNothingUp() {
        AddressKeeper keeper = keeper();

        keeper.carryOut(INTENT);
        keeper.carryOut(raise());
        kept.complete(false);

        await().until(() -> heard.size() == 1);
        assertEquals(LinkResult.DONE, ((AddressInput.LinkChanged) heard.get(0)).result());
        assertEquals(1, count("pgbaton.intents.not.kept", "scope", "demo"));
    }

    @Test
    void r4ADropWaitsForNoDiskAndTheRaiseThatWaitedIsGivenUp() {
        AddressKeeper keeper = keeper();

        keeper.carryOut(INTENT);
        keeper.carryOut(raise());
        keeper.carryOut(new AddressAction.ChangeLink(LinkOperation.DROP, 0));
        await().until(() -> heard.size() == 2);
        kept.complete(true);

        AddressInput.LinkChanged raise = (AddressInput.LinkChanged) heard.get(0);
        assertEquals(LinkOperation.RAISE, raise.operation());
        assertEquals(LinkResult.TOO_LATE, raise.result());
        assertEquals(LinkOperation.DROP, ((AddressInput.LinkChanged) heard.get(1)).operation());
        keeper.carryOut(new AddressAction.LookAtLink());
        await().until(() -> heard.size() == 3);
        assertFalse(((AddressInput.LinkSeen) heard.get(2)).present());
    }

    private static AddressAction raise() {
        return new AddressAction.ChangeLink(LinkOperation.RAISE, BootClock.nanos() + 10 * SECOND);
    }

    private AddressKeeper keeper() {
        return keeper(heard::add, null);
    }

    private AddressKeeper keeper(AddressLoop loop) {
        return keeper(loop::accept, loop);
    }

    private AddressKeeper keeper(java.util.function.Consumer<AddressInput> machine, AddressKeeper.Requests requests) {
        KeyTransactions key = new KeyTransactions(
                absent.etcd(),
                new AddressLease(absent.etcd(), 10 * SECOND),
                RULES,
                "boot",
                TwoHosts.ADDRESS.getHostAddress());
        return new AddressKeeper(absent.etcd(), key, link, records, requests, machine);
    }

    private double announcements(String result) {
        return count("pgbaton.address.announcements", "result", result);
    }

    private double refusalsCounted(String reason) {
        return count("pgbaton.commands.refused", "reason", reason);
    }

    private double count(String name, String tag, String value) {
        Counter counter = registry.find(name).tag(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    private List<Refusal> refusals() {
        return told.stream()
                .filter(record -> record.type() == EventType.REFUSAL_RECORDED)
                .map(record -> record.data(Refusal.class))
                .toList();
    }

    /** Its disk takes what is put down when the test says so. */
    private final class SlowOutbox implements Outbox {
        @Override
        public void publish(Topic topic, BusRecord record) {
            told.add(record);
        }

        @Override
        public Future<Boolean> kept() {
            return kept.future();
        }
    }
}
