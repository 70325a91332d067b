package io.pgbaton.nodeagent.observe.local;

import io.netty.channel.ConnectTimeoutException;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;

/** Asks local Patroni's REST interface who it is. An answer comes within a second or counts as none. */
public final class PatroniProbe {
    /** R2a asks for an answer within 1 s. */
    private static final int ANSWER_MILLIS = 900;

    private final HttpClient http;
    private final String url;

    public PatroniProbe(Vertx vertx, String url) {
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(ANSWER_MILLIS)
                .setIdleTimeout(60)
                .setKeepAlive(true));
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * What {@code GET /patroni} said.
     *
     * @param sentAt when it was asked, CLOCK_BOOTTIME in nanoseconds
     * @param role master and primary are the same thing to different versions
     */
    public record Answer(long sentAt, String name, String scope, String role, String state, boolean failsafeActive) {
        /** R2a: a running primary that failsafe mode keeps alive without etcd. */
        public boolean failsafePrimary() {
            boolean primary = role.equals("master") || role.equals("primary");
            return primary && state.equals("running") && failsafeActive;
        }
    }

    /** Fails when there is no answer in time or it is not Patroni's. */
    public Future<Answer> ask() {
        long sentAt = BootClock.nanos();
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url + "/patroni")
                .setTimeout(ANSWER_MILLIS);
        return http.request(request)
                .compose(r -> r.send().compose(response -> response.body()))
                .map(body -> read(sentAt, body));
    }

    /** Of a failure: the connection was refused, so that no process listens there any more. */
    static boolean refused(Throwable failure) {
        return failure instanceof ConnectException && !(failure instanceof ConnectTimeoutException);
    }

    public void close() {
        http.close();
    }

    private static Answer read(long sentAt, Buffer body) {
        try {
            JsonObject json = body.toJsonObject();
            JsonObject patroni = json.getJsonObject("patroni", new JsonObject());
            return new Answer(
                    sentAt,
                    patroni.getString("name", ""),
                    patroni.getString("scope", ""),
                    json.getString("role", ""),
                    json.getString("state", ""),
                    json.getBoolean("failsafe_mode_is_active", false));
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalStateException("GET /patroni did not answer with Patroni's JSON", e);
        }
    }
}
