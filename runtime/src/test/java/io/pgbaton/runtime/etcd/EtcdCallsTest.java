package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The calls against one real etcd. */
class EtcdCallsTest {
    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.members(1);

    private static EtcdClient client;

    @BeforeAll
    static void open() {
        client = EtcdClient.to(etcd.endpoints());
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @Test
    void aSnapshotHoldsKeysAndPrefixesOfOneRevision() {
        client.put("/snap/a", "1");
        long last = client.put("/snap/b", "2");
        client.put("/snapper", "not in the prefix");

        Snapshot snapshot = client.read(Range.prefix("/snap/"), Range.key("/absent"));

        assertEquals(Set.of("/snap/a", "/snap/b"), snapshot.entries().keySet());
        Entry entry = snapshot.get("/snap/b").orElseThrow();
        assertEquals(new Entry("/snap/b", "2", last, last, 1, 0), entry);
        assertTrue(snapshot.revision() > last);
    }

    @Test
    void aTransactionAppliesAllOrNothingAndTellsWhatItFound() {
        long epoch = client.put("/txn/leader", "n1");
        Txn take = Txn.when(Compare.modRevisionEquals("/txn/leader", epoch), Compare.absent("/txn/address"))
                .then(Op.put("/txn/address", "n1"), Op.put("/txn/log", "taken"))
                .reading(Range.prefix("/txn/"));

        var applied = assertInstanceOf(TxnResult.Applied.class, client.commit(take));
        assertEquals(epoch + 1, applied.after().revision());
        assertEquals("n1", applied.after().get("/txn/address").map(Entry::value).orElseThrow());

        var refused = assertInstanceOf(TxnResult.Refused.class, client.commit(take));
        assertEquals(
                Set.of("/txn/leader", "/txn/address", "/txn/log"),
                refused.found().entries().keySet());

        Txn release = Txn.when(Compare.valueEquals("/txn/address", "n1")).then(Op.delete("/txn/address"));
        assertInstanceOf(TxnResult.Applied.class, client.commit(release));
        assertInstanceOf(TxnResult.Refused.class, client.commit(release));
    }

    @Test
    void aLeaseCanBeRenewedAskedAndRevoked() {
        Lease lease = EtcdClient.answer(client.etcd().grant(30));
        client.commit(Txn.always(Op.put("/lease/a", "x", lease.id())));

        assertEquals(30, EtcdClient.answer(client.etcd().keepAliveOnce(lease.id())));
        assertTrue(EtcdClient.answer(client.etcd().timeToLive(lease.id())).orElseThrow() >= 28);
        EtcdClient.answer(client.etcd().revoke(lease.id()));

        assertTrue(client.read(Range.key("/lease/a")).entries().isEmpty());
        assertTrue(EtcdClient.answer(client.etcd().timeToLive(lease.id())).isEmpty());
        EtcdException gone = assertThrows(
                EtcdException.class, () -> EtcdClient.answer(client.etcd().keepAliveOnce(lease.id())));
        assertSame(EtcdFailure.LEASE_NOT_FOUND, gone.failure());
        EtcdClient.answer(client.etcd().revoke(lease.id()));
    }

    @Test
    void aPutOnALeaseThatIsGoneFailsAndChangesNothing() {
        Txn put = Txn.always(Op.put("/lease/late", "x", 4711));

        EtcdException gone = assertThrows(EtcdException.class, () -> client.commit(put));

        assertSame(EtcdFailure.LEASE_NOT_FOUND, gone.failure());
        assertTrue(client.read(Range.key("/lease/late")).entries().isEmpty());
    }

    @Test
    void answersComeOnTheContextWhoeverAsks() throws Exception {
        CompletableFuture<Boolean> onContext = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        client.context().runOnContext(nothing -> await(asked));

        client.etcd()
                .read(List.of(Range.key("/x")))
                .onComplete(answer -> onContext.complete(Vertx.currentContext() == client.context()));
        asked.countDown();

        assertTrue(onContext.get(10, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
