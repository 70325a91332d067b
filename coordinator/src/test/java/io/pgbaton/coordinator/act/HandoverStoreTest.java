package io.pgbaton.coordinator.act;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Txn;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HandoverStoreTest {
    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    private static final Scope SCOPE = new Scope("service", "demo");
    private static final String KEY = new PgbatonKeys(SCOPE).handover();

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Etcd etcd = Etcd.open(vertx, context, ETCD.settings());

    @AfterEach
    void close() {
        get(() -> etcd.commit(Txn.always(Op.delete(KEY))));
        get(etcd::close);
        get(vertx::close);
    }

    @Test
    void whatIsWrittenIsFoundBySuccessors() {
        HandoverStore first = store("co1");
        assertEquals(HandoverRecord.getDefaultInstance(), get(first::claim).record());
        assertEquals(Optional.empty(), get(() -> first.write(open("co1"))).takenBy());
        assertEquals(open("co1"), get(store("co2")::claim).record());
    }

    @Test
    void R3_aCoordinatorThatWokeUpLateCannotWrite() {
        HandoverStore late = store("co1");
        get(late::claim);
        HandoverStore owner = store("co2");
        get(owner::claim);
        assertEquals(Optional.of("co2"), get(() -> late.write(open("co1"))).takenBy());
        assertEquals(Optional.empty(), get(() -> owner.write(open("co2"))).takenBy());
    }

    @Test
    void aRecordSignedByAnotherAfterOursSaysThatTheScopeIsTaken() {
        HandoverStore first = store("co1");
        get(first::claim);
        assertFalse(first.isTaken(entry()));
        get(store("co2")::claim);
        assertTrue(first.isTaken(entry()));
        assertEquals("co2", HandoverStore.signer(entry()));
    }

    @Test
    void anAttemptWhoseAnswerWasLostIsFoundToBeOurs() {
        HandoverStore store = store("co1");
        get(store::claim);
        get(() -> etcd.commit(Txn.always(Op.put(KEY, CloudEventCodec.toJson(open("co1"))))));
        assertEquals(Optional.empty(), get(() -> store.write(open("co1"))).takenBy());
        HandoverRecord closed = open("co1").toBuilder().setOpen(false).build();
        assertEquals(Optional.empty(), get(() -> store.write(closed)).takenBy());
    }

    @Test
    void aRecordThatNobodyCanReadIsWrittenOver() {
        get(() -> etcd.commit(Txn.always(Op.put(KEY, "not json"))));
        assertEquals(
                HandoverRecord.getDefaultInstance(), get(store("co1")::claim).record());
    }

    @Test
    void aClaimIsTriedUntilEtcdIsThere() {
        ETCD.killAll();
        Future<HandoverStore.Claimed> claimed = on(store("co1")::claim);
        ETCD.startAll();
        assertEquals(HandoverRecord.getDefaultInstance(), get(() -> claimed).record());
    }

    private HandoverStore store(String run) {
        return new HandoverStore(vertx, etcd, SCOPE, run);
    }

    private Entry entry() {
        return get(() -> etcd.read(List.of(Range.key(KEY)))).get(KEY).orElseThrow();
    }

    private static HandoverRecord open(String run) {
        return HandoverRecord.newBuilder()
                .setId("h1")
                .setOpen(true)
                .setEndedEpoch(10)
                .setCoordinator(run)
                .build();
    }

    private <T> Future<T> on(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(hop -> work.get().onComplete(done));
        return done.future();
    }

    private <T> T get(Supplier<Future<T>> work) {
        try {
            return on(work).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
