package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads back, linearizable and in one go, the leader key, Patroni's configuration and the address keys, and keeps the lease
 * alive with it. Whoever asks while a read is on its way gets the answer of a read sent after it asked.
 */
final class Confirmations {
    private final Etcd etcd;
    private final AddressLease lease;
    private final List<Range> ranges;
    private final Consumer<Outcome> listener;
    private boolean underway;
    private boolean wantedAgain;

    /** What came back. */
    sealed interface Outcome {
        /**
         * @param sentAt just before read and keepalive were sent, CLOCK_BOOTTIME in nanoseconds: what they prove, they prove
         *     of a moment after it
         */
        record Read(long sentAt, Snapshot snapshot, long keptLease) implements Outcome {}

        record Failed(long sentAt, String reason) implements Outcome {}
    }

    Confirmations(Etcd etcd, AddressLease lease, Scope scope, Consumer<Outcome> listener) {
        this.etcd = etcd;
        this.lease = lease;
        this.ranges = ranges(scope);
        this.listener = listener;
    }

    /** What a confirmation reads. */
    static List<Range> ranges(Scope scope) {
        PatroniKeys patroni = new PatroniKeys(scope);
        PgbatonKeys own = new PgbatonKeys(scope);
        return List.of(
                Range.key(patroni.leader()),
                Range.key(patroni.config()),
                Range.prefix(own.addresses()),
                Range.prefix(own.takenOnes()));
    }

    /** On the event loop. */
    void ask() {
        if (underway) {
            wantedAgain = true;
            return;
        }
        underway = true;
        long sentAt = BootClock.nanos();
        Future<Snapshot> read = etcd.read(ranges);
        Future<Long> renewed = lease.renew();
        Future.join(read, renewed).onComplete(both -> {
            underway = false;
            listener.accept(
                    both.succeeded()
                            ? new Outcome.Read(sentAt, read.result(), renewed.result())
                            : new Outcome.Failed(
                                    sentAt, String.valueOf(both.cause().getMessage())));
            if (wantedAgain) {
                wantedAgain = false;
                ask();
            }
        });
    }
}
