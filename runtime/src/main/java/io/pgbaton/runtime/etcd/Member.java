package io.pgbaton.runtime.etcd;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The connection to one member. gRPC's own reconnect backs off to two minutes (a member that was away 100 s was found
 * again 15 s late), so a connection that fails is replaced by a new one instead, at most every 0.2 to 2 s.
 */
final class Member {
    private static final long FIRST_BACKOFF_MILLIS = 200;
    private static final long LONGEST_BACKOFF_MILLIS = 2000;
    /** A late answer alone condemns no connection: other calls may live on it. */
    private static final long SILENT_MILLIS = 1000;

    private final String endpoint;
    private final Link link;
    private final Credentials credentials;
    private ManagedChannel channel;
    private long heardAt = now();
    private long replacedAt = now() - LONGEST_BACKOFF_MILLIS;
    private long backoff = FIRST_BACKOFF_MILLIS;

    Member(String endpoint, Link link, EtcdSettings settings) {
        this.endpoint = endpoint;
        this.link = link;
        this.credentials = new Credentials(settings);
        this.channel = link.connect(endpoint);
    }

    String endpoint() {
        return endpoint;
    }

    Link link() {
        return link;
    }

    Credentials credentials() {
        return credentials;
    }

    ManagedChannel channel() {
        return channel;
    }

    <Q, R> Attempt<R> call(MethodDescriptor<Q, R> method, Q request, Duration deadline) {
        Attempt<R> attempt = new Attempt<>(this);
        if (link.isClosed()) {
            attempt.fail(EtcdException.of(endpoint, EtcdFailure.UNREACHABLE, "this client is closed"));
            return attempt;
        }
        credentials
                .headers(this)
                .onSuccess(headers -> attempt.start(method, request, deadline, headers))
                .onFailure(attempt::fail);
        return attempt;
    }

    /** A stream that is to be started with the headers of {@link #credentials()}; it has no deadline. */
    <Q, R> Future<ClientCall<Q, R>> stream(MethodDescriptor<Q, R> method, ClientCall.Listener<R> listener) {
        return credentials.headers(this).map(headers -> {
            ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
            call.start(listener, headers);
            return call;
        });
    }

    void heard() {
        heardAt = now();
        backoff = FIRST_BACKOFF_MILLIS;
    }

    /** A failure on a channel that is already replaced says nothing new. */
    void failed(EtcdFailure kind, Object used) {
        boolean silent = kind == EtcdFailure.TIMEOUT && now() - heardAt >= SILENT_MILLIS;
        boolean dead = kind == EtcdFailure.UNREACHABLE || silent;
        if (dead && !link.isClosed() && used == channel && now() - replacedAt >= backoff) {
            replace();
        }
    }

    void close() {
        channel.shutdownNow();
    }

    private void replace() {
        replacedAt = now();
        backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MILLIS);
        ManagedChannel old = channel;
        channel = link.connect(endpoint);
        old.shutdownNow();
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
