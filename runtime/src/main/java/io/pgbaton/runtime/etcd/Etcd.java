package io.pgbaton.runtime.etcd;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.MethodDescriptor;
import io.pgbaton.runtime.etcd.Attempts.Style;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One etcd cluster, v3 API, each member on a connection of its own so that a frozen member delays nothing but itself.
 *
 * <p>May be called from any thread; every future completes on the context given to {@link #open}, at the latest when
 * the deadline of the call is over. Failures are {@link EtcdException}. Nothing is retried behind the caller's back but
 * what cannot have happened or may happen twice (see {@link Attempts}).
 */
public final class Etcd {
    /** The patience of a call that names none. A loopback call takes 1 ms, a first one in a cold JVM up to 700. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofMillis(800);

    private final Link link;
    private final Members members;
    private final List<EtcdWatch> watches = new ArrayList<>();

    private Etcd(Link link, Members members) {
        this.link = link;
        this.members = members;
    }

    /**
     * Connects lazily: an etcd that is away is no error here but of each call.
     *
     * @param context an event loop's, as {@code Vertx.currentContext()} gives it on that loop
     */
    public static Etcd open(Vertx vertx, Context context, EtcdSettings settings) {
        Link link = new Link(vertx, context);
        List<Member> members = settings.endpoints().stream()
                .map(endpoint -> new Member(endpoint, link, settings))
                .toList();
        return new Etcd(link, new Members(members));
    }

    /** All ranges at one revision, linearizable: what was committed before the call is in it. */
    public Future<Snapshot> read(List<Range> ranges) {
        return read(ranges, DEFAULT_DEADLINE);
    }

    public Future<Snapshot> read(List<Range> ranges, Duration deadline) {
        return ask(Style.HEDGED, KVGrpc.getTxnMethod(), Wire.reads(ranges), deadline)
                .map(Wire::snapshot);
    }

    /** Fails only when it is certain that nothing was changed; see {@link TxnResult.Unknown} for the other case. */
    public Future<TxnResult> commit(Txn txn) {
        return commit(txn, DEFAULT_DEADLINE);
    }

    public Future<TxnResult> commit(Txn txn, Duration deadline) {
        TxnRequest request = Wire.txn(txn);
        return ask(Style.ONCE, KVGrpc.getTxnMethod(), request, deadline)
                .<TxnResult>map(response -> response.getSucceeded()
                        ? new TxnResult.Applied(Wire.snapshot(response))
                        : new TxnResult.Refused(Wire.snapshot(response)))
                .recover(Etcd::unknownUnlessCertain);
    }

    /** A slow member may leave a second lease behind; without keys and keepalive it runs out by itself. */
    public Future<Lease> grant(long seconds) {
        LeaseGrantRequest request =
                LeaseGrantRequest.newBuilder().setTTL(seconds).build();
        return ask(Style.HEDGED, LeaseGrpc.getLeaseGrantMethod(), request, DEFAULT_DEADLINE)
                .map(response -> new Lease(response.getID(), response.getTTL()));
    }

    /**
     * Renews a lease and answers its full time to live, in seconds, which etcd counts from some moment after this call
     * was made. Fails with {@link EtcdFailure#LEASE_NOT_FOUND} when the lease is gone.
     */
    public Future<Long> keepAliveOnce(long lease) {
        LeaseKeepAliveRequest request =
                LeaseKeepAliveRequest.newBuilder().setID(lease).build();
        return ask(Style.HEDGED, LeaseGrpc.getLeaseKeepAliveMethod(), request, DEFAULT_DEADLINE)
                .flatMap(response -> response.getTTL() > 0
                        ? Future.succeededFuture(response.getTTL())
                        : Future.failedFuture(leaseNotFound(lease)));
    }

    /** Whole seconds left, or empty when there is no such lease (any more). */
    public Future<OptionalLong> timeToLive(long lease) {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(lease).build();
        return ask(Style.HEDGED, LeaseGrpc.getLeaseTimeToLiveMethod(), request, DEFAULT_DEADLINE)
                .map(response -> response.getTTL() < 0 ? OptionalLong.empty() : OptionalLong.of(response.getTTL()));
    }

    /** Ends a lease and deletes its keys; one that is gone already is no error. */
    public Future<Void> revoke(long lease) {
        LeaseRevokeRequest request =
                LeaseRevokeRequest.newBuilder().setID(lease).build();
        return ask(Style.HEDGED, LeaseGrpc.getLeaseRevokeMethod(), request, DEFAULT_DEADLINE)
                .<Void>mapEmpty()
                .recover(failure -> EtcdException.kindOf(failure) == EtcdFailure.LEASE_NOT_FOUND
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    /**
     * Begins to watch; signals come on the context, one at a time, until the watch is closed.
     *
     * @param ranges without overlap
     */
    public EtcdWatch watch(List<Range> ranges, Highwater highwater, Consumer<WatchSignal> listener) {
        EtcdWatch watch = new EtcdWatch(this, ranges, highwater, listener);
        link.run(() -> {
            watches.add(watch);
            watch.start();
        });
        return watch;
    }

    /** Calls that are under way fail, watches say nothing more; leases that shall not linger are stopped before. */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        link.run(() -> {
            watches.forEach(EtcdWatch::close);
            members.all().forEach(Member::close);
            link.close().onComplete(closed);
        });
        return closed.future();
    }

    Link link() {
        return link;
    }

    List<Member> members() {
        return members.all();
    }

    private <Q, R> Future<R> ask(Style style, MethodDescriptor<Q, R> method, Q request, Duration deadline) {
        return Attempts.run(
                link, members, style, deadline, (member, remaining) -> member.call(method, request, remaining));
    }

    private static Future<TxnResult> unknownUnlessCertain(Throwable failure) {
        return failure instanceof EtcdException known && known.mayHaveBeenApplied()
                ? Future.succeededFuture(new TxnResult.Unknown(known))
                : Future.failedFuture(failure);
    }

    private static EtcdException leaseNotFound(long lease) {
        String message = "lease " + Long.toHexString(lease) + " has run out";
        return new EtcdException(EtcdFailure.LEASE_NOT_FOUND, false, message, null);
    }
}
