package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.pgbaton.runtime.etcd.WatchSignal.Changes;
import io.pgbaton.runtime.etcd.WatchSignal.First;
import io.pgbaton.runtime.etcd.WatchSignal.Reachable;
import io.pgbaton.runtime.etcd.WatchSignal.Rewound;
import io.pgbaton.runtime.etcd.WatchSignal.Unreachable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The watch against one real etcd that is stopped, compacted and replaced. */
class EtcdWatchTest {
    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.members(1);

    private final SignalLog told = new SignalLog();
    private EtcdClient client;
    private String prefix;

    @BeforeEach
    void open() {
        etcd.startAll();
        etcd.awaitAnswer();
        client = EtcdClient.to(etcd.endpoints());
        prefix = "/w" + System.nanoTime() + "/";
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void tellsWhatWasThereAndThenEveryChangeInOrder() {
        long first = client.put(prefix + "k", "0");
        EtcdWatch watch = watch();
        assertEquals(
                Set.of(prefix + "k"),
                told.await(First.class).snapshot().entries().keySet());

        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            client.put(prefix + "k", "v" + i);
            expected.add("v" + i);
        }
        client.commit(Txn.always(Op.delete(prefix + "k")));
        expected.add("-");
        told.awaitValue(prefix + "k", "-");

        assertEquals(expected, told.valuesOf(prefix + "k"));
        Changes one = told.of(Changes.class).get(0);
        assertEquals(first + 1, one.revision());
        assertFalse(one.afterGap());
        assertEquals(Optional.of("0"), one.changes().get(0).before().map(Entry::value));
        watch.close();
    }

    @Test
    void theKeysOfALeaseThatRunsOutAreToldTogether() {
        Lease lease = EtcdClient.answer(client.etcd().grant(1));
        client.commit(Txn.always(
                Op.put(prefix + "leader", "n1", lease.id()), Op.put(prefix + "members/n1", "x", lease.id())));
        watch();
        told.await(First.class);

        Changes gone = told.await(Changes.class);

        assertEquals(
                Set.of(prefix + "leader", prefix + "members/n1"),
                gone.changes().stream().map(Change::key).collect(Collectors.toSet()));
        assertTrue(gone.changes().stream().allMatch(change -> change.after().isEmpty()));
    }

    @Test
    void nothingIsLostWhileEtcdIsDown() {
        client.put(prefix + "k", "before");
        watch();
        told.await(First.class);

        etcd.killAll();
        told.await(Unreachable.class);
        etcd.startAll();
        told.await(Reachable.class);
        client.put(prefix + "k", "after");
        told.awaitValue(prefix + "k", "after");

        assertEquals(List.of("after"), told.valuesOf(prefix + "k"));
        assertEquals(1, told.of(Unreachable.class).size());
        assertEquals(1, told.of(Reachable.class).size());
    }

    @Test
    void whatWasChangedAndCompactedAwayWhileCutOffIsToldAfterTheGap() {
        client.put(prefix + "stays", "1");
        client.put(prefix + "goes", "1");
        client.put(prefix + "changes", "1");
        try (Relay relay = new Relay(Vertx.vertx(), etcd.endpoints().get(0));
                EtcdClient cutOff = EtcdClient.to(List.of(relay.endpoint()))) {
            watch(cutOff);
            told.await(First.class);
            relay.cut();
            told.await(Unreachable.class);

            client.commit(Txn.always(Op.delete(prefix + "goes")));
            client.put(prefix + "changes", "2");
            compact(client, client.put(prefix + "changes", "3"));
            relay.heal();
            told.awaitValue(prefix + "changes", "3");
        }
        assertEquals(List.of("3"), told.valuesOf(prefix + "changes"));
        assertEquals(List.of("-"), told.valuesOf(prefix + "goes"));
        assertEquals(List.of(), told.valuesOf(prefix + "stays"));
        assertTrue(told.of(Changes.class).stream().allMatch(Changes::afterGap));
    }

    @Test
    void anEtcdThatIsAwayAtStartIsToldAndThenFound() {
        etcd.killAll();
        watch();
        told.await(Unreachable.class);

        etcd.startAll();
        told.await(First.class);
        client.put(prefix + "k", "1");
        told.awaitValue(prefix + "k", "1");

        List<String> kinds = told.all().stream()
                .map(signal -> signal.getClass().getSimpleName())
                .limit(3)
                .toList();
        assertEquals(List.of("Unreachable", "Reachable", "First"), kinds);
    }

    @Test
    void anEtcdThatLostItsDataIsToldAsRewoundAndThenFollowed() {
        client.put(prefix + "old", "1");
        client.put(prefix + "old", "2");
        watch();
        told.await(First.class);

        etcd.startEmpty();
        Rewound rewound = told.await(Rewound.class);
        client.put(prefix + "new", "1");
        told.awaitValue(prefix + "new", "1");

        assertTrue(rewound.now() < rewound.highest());
        assertEquals(List.of("-"), told.valuesOf(prefix + "old"));
    }

    @Test
    void rangesThatOverlapAreRefused() {
        List<Range> overlapping = List.of(Range.prefix("/service/demo/"), Range.key("/service/demo/leader"));

        assertThrows(IllegalArgumentException.class, () -> client.etcd()
                .watch(overlapping, Highwater.inMemory(client.vertx()), told));
    }

    private EtcdWatch watch() {
        return watch(client);
    }

    private EtcdWatch watch(EtcdClient with) {
        return with.etcd().watch(List.of(Range.prefix(prefix)), Highwater.inMemory(with.vertx()), told);
    }

    private static void compact(EtcdClient client, long revision) {
        CompactionRequest request = CompactionRequest.newBuilder()
                .setRevision(revision)
                .setPhysical(true)
                .build();
        EtcdClient.answer(client.etcd()
                .members()
                .get(0)
                .call(KVGrpc.getCompactMethod(), request, Duration.ofSeconds(5))
                .answer());
    }
}
