package io.pgbaton.coordinator.observe;

import io.pgbaton.coordinator.decide.backup.Repository;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the backup agents of a scope each minute, sooner where one did not answer, what is in their repositories: the bus tells only of backups that pgbaton made,
 * and lately. Nobody waits for it. On one context.
 */
public final class RepositoryLooks {
    private static final Logger log = LoggerFactory.getLogger(RepositoryLooks.class);
    private static final long EVERY_MILLIS = 60_000;
    private static final long AGAIN_MILLIS = 10_000;
    private static final long PATIENCE_MILLIS = 5000;
    private static final int OK = 200;

    private final Vertx vertx;
    private final Scope scope;
    private final Listener listener;
    private final HttpClient http;
    private final Set<String> silent = new HashSet<>();
    /** Those that are asked now, or will be. */
    private final Set<String> asked = new HashSet<>();

    private Set<String> urls = Set.of();
    private boolean closed;

    /** Told of each repository, each time it is looked at. */
    public interface Listener {
        void repository(String stanza, int repo, Repository repository);

        /** One agent was asked. */
        void looked(boolean answered);
    }

    public RepositoryLooks(Vertx vertx, Scope scope, Listener listener) {
        this.vertx = vertx;
        this.scope = scope;
        this.listener = listener;
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) PATIENCE_MILLIS));
    }

    /** Those that are new are asked at once. */
    public void agents(List<BackupAgentRegistration> now) {
        urls = new HashSet<>(now.stream().map(BackupAgentRegistration::getUrl).toList());
        silent.retainAll(urls);
        urls.stream().filter(asked::add).forEach(this::look);
    }

    public void close() {
        closed = true;
        http.close();
    }

    private void look(String url) {
        ask(url + "/api/v1/backups")
                .map(body -> RepositoryPage.read(body.toJsonObject(), scope))
                .onSuccess(found -> heard(url, found))
                .onFailure(failure -> failed(url, failure))
                .onComplete(over -> vertx.setTimer(over.succeeded() ? EVERY_MILLIS : AGAIN_MILLIS, due -> again(url)));
    }

    private void again(String url) {
        if (closed || !urls.contains(url)) {
            asked.remove(url);
        } else {
            look(url);
        }
    }

    private Future<Buffer> ask(String url) {
        return Future.<Buffer>future(promise -> {
            // What is no URL at all is thrown, and has to be an answer like the others.
            RequestOptions request = new RequestOptions().setAbsoluteURI(url).setTimeout(PATIENCE_MILLIS);
            http.request(request)
                    .compose(sent -> sent.send()
                            .compose(RepositoryLooks::body)
                            .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                            .onFailure(late -> sent.reset()))
                    .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .onComplete(promise);
        });
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == OK
                ? response.body()
                : Future.failedFuture("it answered " + response.statusCode());
    }

    private void heard(String url, List<RepositoryPage.Found> found) {
        if (closed) {
            return;
        }
        silent.remove(url);
        listener.looked(true);
        found.forEach(one -> listener.repository(one.stanza(), one.repo(), one.repository()));
    }

    private void failed(String url, Throwable failure) {
        if (closed) {
            return;
        }
        listener.looked(false);
        if (silent.add(url)) {
            log.warn(
                    "What is in the repositories cannot be asked; policies go on by what the bus says."
                            + " Is the backup agent's port reachable from here? scope={} url={} cause={}",
                    scope,
                    url,
                    String.valueOf(failure.getMessage()));
        }
    }
}
