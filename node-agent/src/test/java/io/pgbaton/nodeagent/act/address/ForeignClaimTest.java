package io.pgbaton.nodeagent.act.address;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.kernel.Announcer;
import io.pgbaton.nodeagent.act.record.AddressRecords;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.KeyReading;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.nodeagent.observe.kernel.AddressClaim;
import io.pgbaton.nodeagent.observe.kernel.ClaimListener;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.loop.EventLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hosts on one cable: one holds the address, the other announces that it does. */
class ForeignClaimTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final long EPOCH = 10;

    /** The machine hears of no confirmation but the one at the start. */
    private static final long LIFETIME = SECONDS.toNanos(60);

    private static final AddressRules RULES =
            new AddressRules(SCOPE.key(), "write", "n1", "n1", "machine", "run-1", LIFETIME, SECONDS.toNanos(1), false);

    private final List<BusRecord> told = new CopyOnWriteArrayList<>();
    private final List<AddressClaim> heardByThePeer = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TwoHosts hosts;
    private EtcdClient absent;
    private KernelLinks links;
    private ClaimListener peer;

    @BeforeEach
    void connect() {
        hosts = TwoHosts.create();
        absent = EtcdClient.to(List.of("http://127.0.0.1:9"));
        links = new KernelLinks(absent.vertx(), (addresses, network) -> new AddressHolder(addresses));
    }

    @AfterEach
    void disconnect() {
        if (peer != null) {
            peer.close();
        }
        if (hosts != null) {
            links.close();
            absent.close();
            hosts.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void theHolderRecordsTheOthersMacAndAnnouncesAgain(String literal) {
        InetAddress address = TwoHosts.address(literal);
        AddressLoop holder = holder(address);
        peer = hosts.peer.inside(() -> new ClaimListener(hosts.peerLink, Set.of(address), heardByThePeer::add));
        try (Announcer stranger = hosts.peer.inside(() -> new Announcer(hosts.peerLink))) {
            hold(holder);
            await().atMost(Duration.ofSeconds(30)).until(() -> announced() == 5);
            assertEquals(List.of(), conflicts());
            heardByThePeer.clear();

            stranger.announce(address, BootClock.nanos() + LIFETIME);

            await().atMost(Duration.ofSeconds(30)).until(() -> conflicts().size() == 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> heardByThePeer.contains(claimOfTheHolder(address)));
        }
        AddressConflicted conflict = conflicts().get(0);
        assertEquals(hosts.peerLink.requireMac().toString(), conflict.getForeignMac());
        assertEquals(hosts.link.requireMac().toString(), conflict.getOwnMac());
        assertEquals(EPOCH, conflict.getEpoch());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void whoeverDoesNotHoldItSaysNothing(String literal) {
        InetAddress address = TwoHosts.address(literal);
        AddressLoop replica = holder(address);
        try (Announcer stranger = hosts.peer.inside(() -> new Announcer(hosts.peerLink))) {
            replica.accept(scope("n2", EPOCH));
            stranger.announce(address, BootClock.nanos() + LIFETIME);
            // What is heard next is heard after it: this one is held, and told of.
            hold(replica);
            await().atMost(Duration.ofSeconds(30)).until(() -> announced() == 5);
            stranger.announce(address, BootClock.nanos() + LIFETIME);
            await().atMost(Duration.ofSeconds(30)).until(() -> !conflicts().isEmpty());
        }
        assertEquals(1, conflicts().size());
    }

    private AddressLoop holder(InetAddress address) {
        LinkWorker link = hosts.here.inside(() -> links.open(new AddressConfig("write", address, "pgv0")));
        AddressRecords records = new AddressRecords(
                new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record)),
                new ScopeMetrics(registry, SCOPE, BootClock::nanos),
                RULES,
                address.getHostAddress(),
                "pgv0");
        AddressLoop made = new AddressLoop(
                new EventLoop.Place("write", absent.vertx(), absent.context(), registry),
                RULES,
                new NobodyAsked(),
                () -> {},
                loop -> new AddressKeeper(
                        absent.etcd(),
                        new KeyTransactions(
                                absent.etcd(),
                                new AddressLease(absent.etcd(), LIFETIME),
                                RULES,
                                "boot",
                                address.getHostAddress()),
                        link,
                        records,
                        loop,
                        loop::accept));
        hosts.here.inside(() -> {
            link.listen(made::accept);
            return null;
        });
        made.start();
        return made;
    }

    /** etcd is not there: the test says what it would have said. */
    private void hold(AddressLoop loop) {
        long now = BootClock.nanos();
        loop.accept(scope("n1", EPOCH));
        loop.accept(new AddressInput.KeySeen(now, EPOCH, KeyReading.released(5, 5)));
        loop.accept(new AddressInput.AcquireCommanded(now, "c-1", EPOCH));
        loop.accept(new AddressInput.KeyTaken(now, now, EPOCH + 1, EPOCH, 70));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            long asked = BootClock.nanos();
            loop.accept(new AddressInput.PostgresSeen(asked, asked, Postgres.WRITABLE));
            return loop.state().present();
        });
    }

    private static AddressInput scope(String leader, long epoch) {
        return new AddressInput.ScopeSeen(
                BootClock.nanos(), epoch, Optional.of(new LeaderKey(leader, epoch)), false, false, false);
    }

    private AddressClaim claimOfTheHolder(InetAddress address) {
        return new AddressClaim(address, hosts.link.requireMac());
    }

    private int announced() {
        return (int) registry.counter(
                        "pgbaton.address.announcements",
                        "namespace",
                        "service",
                        "scope",
                        "demo",
                        "director",
                        "write",
                        "result",
                        "sent")
                .count();
    }

    private List<AddressConflicted> conflicts() {
        return told.stream()
                .filter(record -> record.type() == EventType.ADDRESS_CONFLICTED)
                .map(record -> record.data(AddressConflicted.class))
                .toList();
    }
}
