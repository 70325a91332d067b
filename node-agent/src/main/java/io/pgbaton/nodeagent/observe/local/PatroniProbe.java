package io.pgbaton.nodeagent.observe.local;

import io.netty.channel.ConnectTimeoutException;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks Patroni's REST interface who it is. GET needs no authentication there. */
public final class PatroniProbe {
    private static final String PATH = "/patroni";

    private final HttpClient http;
    private final long patienceMillis;

    /** @param patience an answer comes within that time, connecting included, or counts as none */
    public PatroniProbe(Vertx vertx, Duration patience) {
        this.patienceMillis = patience.toMillis();
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) patienceMillis)
                .setIdleTimeout(60)
                .setKeepAlive(true));
    }

    /**
     * What {@code GET /patroni} said.
     *
     * @param sentAt when it was asked, CLOCK_BOOTTIME in nanoseconds
     * @param role master and primary are the same thing to different versions
     * @param writing it names the position at which its PostgreSQL writes WAL, and not one up to which it replays
     */
    public record Answer(
            long sentAt,
            String name,
            String scope,
            String role,
            String state,
            boolean writing,
            boolean failsafeActive) {
        /**
         * R5: when Patroni was asked, pg_is_in_recovery() was false there. Read in Patroni 3.0.2, patroni/api.py,
         * get_postgresql_status: role and xlog come from one query of that moment, and pg_is_in_recovery() decides both
         * ("replica" and replayed_location, or "master" and location). So a promotion shows a replica to its end, while
         * {@code /primary}, which asks for the leader lock alone, is 200 already. When the query fails, the role is from
         * Patroni's memory, which is "promoted" or "master" too soon and too long; then the state is never "running"
         * ("unknown" takes its place) and there is no xlog. In a standby cluster too the role may be from memory, but
         * not xlog. A pending restart is told by a key of its own and changes neither.
         */
        public boolean takesWrites() {
            return runningPrimary() && writing;
        }

        /** R2a: a running primary that failsafe mode keeps alive without etcd. */
        public boolean failsafePrimary() {
            return runningPrimary() && failsafeActive;
        }

        private boolean runningPrimary() {
            return (role.equals("master") || role.equals("primary")) && state.equals("running");
        }
    }

    /**
     * Fails when there is no answer in time or it is not Patroni's.
     *
     * @param url of the REST interface, or as Patroni's member keys give it, which is with the path
     */
    public Future<Answer> ask(String url) {
        long sentAt = BootClock.nanos();
        return Future.future(promise -> {
            // What is no URL at all is thrown, and has to be an answer like the others.
            RequestOptions request = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setAbsoluteURI(question(url))
                    .setTimeout(patienceMillis);
            http.request(request)
                    .compose(r -> r.send()
                            .compose(HttpClientResponse::body)
                            .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                            .onFailure(late -> r.reset()))
                    .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                    .map(body -> read(sentAt, body))
                    .onComplete(promise);
        });
    }

    private static String question(String url) {
        String plain = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return plain.endsWith(PATH) ? plain : plain + PATH;
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
                    json.getJsonObject("xlog", new JsonObject()).containsKey("location"),
                    json.getBoolean("failsafe_mode_is_active", false));
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalStateException("GET /patroni did not answer with Patroni's JSON", e);
        }
    }
}
