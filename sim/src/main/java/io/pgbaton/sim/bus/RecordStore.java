package io.pgbaton.sim.bus;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.etcd.EtcdClient;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimProcess;
import io.pgbaton.sim.node.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A coordinator's record of the handover in etcd: claimed once, then written only over its own last write. */
final class RecordStore {
    static final String KEY = new PgbatonKeys(Keys.SCOPE).handover();
    private static final long TIMEOUT = 900 * MILLIS;
    private static final long TRY_AGAIN = 200 * MILLIS;

    private final String run;
    private final boolean swaps;
    private final Surroundings world;
    private final SimEtcd etcd;
    private final EtcdClient client;
    private final SimProcess process;
    private long revision;

    /** @param swaps writes only over what it wrote or claimed itself */
    RecordStore(String run, Surroundings world, SimProcess process, boolean swaps) {
        this.run = run;
        this.swaps = swaps;
        this.world = world;
        this.etcd = world.etcd();
        this.process = process;
        this.client = new EtcdClient(world.scheduler(), world.random(), etcd, () -> true, () -> true, world.weather());
    }

    private record Claimed(HandoverRecord found, OptionalLong signed) {}

    private record Written(OptionalLong at, Optional<KeyValue> found) {}

    void claim(Consumer<HandoverRecord> done) {
        client.call(
                this::sign,
                TIMEOUT,
                claimed -> process.run(() -> {
                    revision = claimed.signed().orElseThrow();
                    done.accept(claimed.found());
                }),
                () -> again(() -> claim(done)));
    }

    private Claimed sign() {
        Optional<KeyValue> found = etcd.get(KEY);
        HandoverRecord before = found.map(RecordStore::record).orElse(HandoverRecord.getDefaultInstance());
        HandoverRecord ours = before.toBuilder().setCoordinator(run).build();
        return new Claimed(before, put(ours, found.map(KeyValue::modRevision).orElse(0L)));
    }

    void write(HandoverRecord record, Runnable written, Consumer<String> taken) {
        long expected = revision;
        client.call(
                () -> new Written(put(record, expected), etcd.get(KEY)),
                TIMEOUT,
                result -> process.run(() -> answered(record, result, written, taken)),
                () -> again(() -> write(record, written, taken)));
    }

    /** An attempt without an answer may have been applied: then what is found is what was written. */
    private void answered(HandoverRecord record, Written result, Runnable written, Consumer<String> taken) {
        KeyValue found = result.found().orElseThrow();
        if (result.at().isPresent() || record(found).equals(record)) {
            revision = Math.max(revision, found.modRevision());
            written.run();
        } else {
            taken.accept(record(found).getCoordinator());
        }
    }

    void watch(Consumer<String> taken) {
        etcd.listen(change -> {
            if (change.key().equals(KEY)
                    && signer(change).filter(by -> !by.equals(run)).isPresent()) {
                world.scheduler()
                        .after(
                                world.random().between(MILLIS, 20 * MILLIS),
                                () -> process.run(
                                        () -> taken.accept(signer(change).orElseThrow())));
            }
        });
    }

    private static Optional<String> signer(Change change) {
        return change.now().map(kv -> record(kv).getCoordinator());
    }

    private OptionalLong put(HandoverRecord record, long expected) {
        return etcd.put(swaps ? List.of(Compare.at(KEY, expected)) : List.of(), KEY, new EtcdValue.Handover(record), 0);
    }

    private void again(Runnable attempt) {
        world.scheduler().after(TRY_AGAIN, () -> process.run(attempt));
    }

    static HandoverRecord record(KeyValue kv) {
        return ((EtcdValue.Handover) kv.value()).record();
    }
}
