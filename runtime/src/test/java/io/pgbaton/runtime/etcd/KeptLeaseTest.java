package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.runtime.etcd.KeptLease.Signal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeptLeaseTest {
    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.members(1);

    private final List<Signal> told = new CopyOnWriteArrayList<>();
    private EtcdClient client;

    @BeforeEach
    void open() {
        etcd.startAll();
        etcd.awaitAnswer();
        client = EtcdClient.to(etcd.endpoints());
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aLeaseOutlivesItsTimeToLiveAndEndsWithItsKeysWhenItIsStopped() {
        KeptLease kept = KeptLease.keep(client.etcd(), 1, told::add);
        Lease lease = awaitGrant(0);
        client.commit(Txn.always(Op.put("/kept/a", "x", lease.id())));

        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .until(() -> client.read(Range.key("/kept/a")).entries().size() == 1);

        onContext(kept::stop);
        assertTrue(client.read(Range.key("/kept/a")).entries().isEmpty());
        assertEquals(1, told.size());
    }

    @Test
    void aLeaseThatWasRevokedByOthersIsToldAndGrantedAnew() {
        KeptLease.keep(client.etcd(), 1, told::add);
        Lease first = awaitGrant(0);

        EtcdClient.answer(client.etcd().revoke(first.id()));

        Lease second = awaitGrant(2);
        Signal.Lost lost = assertInstanceOf(Signal.Lost.class, told.get(1));
        assertSame(EtcdFailure.LEASE_NOT_FOUND, lost.failure());
        assertNotEquals(first.id(), second.id());
    }

    @Test
    void anOutageLongerThanTheLeaseIsToldAndEndsWithANewOne() {
        KeptLease.keep(client.etcd(), 1, told::add);
        awaitGrant(0);

        etcd.killAll();
        // A busy machine may have lost and granted it before: what counts is that it is lost now.
        Awaitility.await("loss")
                .atMost(Duration.ofSeconds(30))
                .until(() -> told.get(told.size() - 1) instanceof Signal.Lost);
        int lost = told.size() - 1;
        etcd.startAll();

        awaitGrant(lost + 1);
    }

    private Lease awaitGrant(int position) {
        Awaitility.await("grant").atMost(Duration.ofSeconds(15)).until(() -> told.size() > position);
        return assertInstanceOf(Signal.Granted.class, told.get(position)).lease();
    }

    private void onContext(Supplier<Future<Void>> work) {
        Promise<Void> done = Promise.promise();
        client.context().runOnContext(nothing -> work.get().onComplete(done));
        EtcdClient.answer(done.future());
    }
}
