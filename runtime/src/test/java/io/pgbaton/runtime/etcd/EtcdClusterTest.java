package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.runtime.etcd.WatchSignal.Changes;
import io.pgbaton.runtime.etcd.WatchSignal.First;
import io.pgbaton.runtime.etcd.WatchSignal.Reachable;
import io.pgbaton.runtime.etcd.WatchSignal.Unreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three real members, of which some die, freeze or are away. */
class EtcdClusterTest {
    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.members(3);

    private static final AtomicInteger tests = new AtomicInteger();

    private final SignalLog told = new SignalLog();
    private final List<String> expected = new ArrayList<>();
    private EtcdClient client;
    private String key;

    @BeforeEach
    void open() {
        etcd.startAll();
        etcd.awaitAnswer();
        client = EtcdClient.to(etcd.endpoints());
        key = "/cluster" + tests.incrementAndGet() + "/k";
        client.put(key, "0");
        client.etcd().watch(List.of(Range.key(key)), Highwater.inMemory(client.vertx()), told);
        told.await(First.class);
        write("warm");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aKilledMemberIsNotMissed(int member) {
        etcd.kill(member);
        write("one");
        write("two");
        etcd.startAll();
        write("three");

        assertEquals(expected, told.valuesOf(key));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aFrozenMemberDelaysNoEvent(int member) {
        etcd.freeze(member);
        try {
            write("one");
            write("two");
            write("three");
        } finally {
            etcd.thaw(member);
        }
        write("four");

        assertEquals(expected, told.valuesOf(key));
    }

    @Test
    void aNewClientReadsAndWritesPastAFrozenMember() {
        etcd.freeze(0);
        try (EtcdClient others = EtcdClient.to(etcd.endpoints().subList(1, 3));
                EtcdClient fresh = EtcdClient.to(etcd.endpoints())) {
            Awaitility.await("the others have a leader")
                    .ignoreExceptionsInstanceOf(IllegalStateException.class)
                    .until(() -> others.put("/frozen", "election") > 0);

            assertInstanceOf(TxnResult.Applied.class, fresh.commit(Txn.always(Op.put("/frozen", "write"))));
            assertEquals(
                    "write",
                    fresh.read(Range.key("/frozen"))
                            .get("/frozen")
                            .orElseThrow()
                            .value());
        } finally {
            etcd.thaw(0);
        }
    }

    @Test
    void anOutageOfAllMembersLosesNothing() {
        etcd.killAll();
        told.await(Unreachable.class);
        etcd.startAll();
        told.await(Reachable.class);
        etcd.awaitAnswer();
        write("one");
        write("two");

        assertEquals(expected, told.valuesOf(key));
    }

    @RepeatedTest(3)
    void everyChangeIsToldOnceThoughThreeMembersTellIt() {
        for (int i = 0; i < 100; i++) {
            client.put(key, "v" + i);
            expected.add("v" + i);
        }
        told.awaitValue(key, "v99");

        assertEquals(expected, told.valuesOf(key));
        assertTrue(told.of(Changes.class).stream().noneMatch(Changes::afterGap));
    }

    /** Puts a value until it is certain that it is there, and waits until the watch has told it. */
    private void write(String value) {
        Awaitility.await("put of " + value).atMost(Duration.ofSeconds(15)).until(() -> isThere(value));
        expected.add(value);
        told.awaitValue(key, value);
    }

    /** False while an election is on; a put of unknown outcome is settled by the read of the next round. */
    private boolean isThere(String value) {
        try {
            String found = client.read(Range.key(key)).get(key).orElseThrow().value();
            return found.equals(value)
                    || client.commit(Txn.when(Compare.valueEquals(key, found)).then(Op.put(key, value)))
                            instanceof TxnResult.Applied;
        } catch (EtcdException noAnswer) {
            return false;
        }
    }
}
