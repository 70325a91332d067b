package io.pgbaton.runtime.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.Metadata;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;

/**
 * The headers that every call to one member carries: the wish to be refused by a member that sees no leader, and the
 * token, when a user is configured. A token lives on the member that used it last (5 min in etcd's default), so each
 * member gets its own; one that is refused is forgotten and fetched again.
 */
final class Credentials {
    private static final Metadata.Key<String> HAS_LEADER = key("hasleader");
    private static final Metadata.Key<String> TOKEN = key("token");
    private static final Duration DEADLINE = Duration.ofMillis(800);

    private final EtcdSettings settings;
    private Future<String> token;

    Credentials(EtcdSettings settings) {
        this.settings = settings;
    }

    /** True when a call that is refused now may pass with a new token. */
    boolean forget() {
        boolean wasCached = token != null && token.isComplete();
        token = null;
        return wasCached;
    }

    Future<Metadata> headers(Member member) {
        if (settings.user().isEmpty()) {
            return Future.succeededFuture(with(""));
        }
        if (token == null || token.failed()) {
            token = authenticate(member);
        }
        return token.map(Credentials::with);
    }

    private Future<String> authenticate(Member member) {
        AuthenticateRequest request = AuthenticateRequest.newBuilder()
                .setName(settings.user().orElseThrow())
                .setPassword(settings.password().map(secret -> secret.reveal()).orElse(""))
                .build();
        Attempt<AuthenticateResponse> attempt = new Attempt<>(member);
        attempt.start(AuthGrpc.getAuthenticateMethod(), request, DEADLINE, with(""));
        return attempt.answer().map(AuthenticateResponse::getToken).recover(Credentials::withoutTokenWhenAuthIsOff);
    }

    private static Future<String> withoutTokenWhenAuthIsOff(Throwable refusal) {
        boolean off =
                String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT).contains("authentication is not enabled");
        return off ? Future.succeededFuture("") : Future.failedFuture(refusal);
    }

    private static Metadata with(String token) {
        Metadata headers = new Metadata();
        headers.put(HAS_LEADER, "true");
        if (!token.isEmpty()) {
            headers.put(TOKEN, token);
        }
        return headers;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
