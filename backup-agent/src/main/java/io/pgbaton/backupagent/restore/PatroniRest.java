package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.decide.upgrade.PostgresMajor;
import io.pgbaton.backupagent.decide.upgrade.RunningCluster;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** What Patroni's REST API says of a member. Blocks for some seconds at most. */
public final class PatroniRest {
    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(BOUND).build();

    public PatroniRest(URI base) {
        this.base = base;
    }

    /** Something that somebody is there may be said to. */
    interface Told {
        void that(String what) throws IOException;
    }

    /** One that neither answers nor refuses may be frozen: it is there too. */
    void ifAnswers(Told told) throws IOException {
        try {
            get(base + "/liveness");
        } catch (ConnectException nobody) {
            return;
        } catch (IOException silent) {
            told.that("may run (" + silent + ")");
            return;
        }
        told.that("answers");
    }

    /**
     * It has the lock, or takes writes without one, as it may while Patroni is paused. One that was restarted over a broken
     * PostgreSQL calls itself master too, and does neither.
     *
     * @throws IOException when it does not say
     */
    boolean leads() throws IOException {
        if (get(base + "/leader").statusCode() == OK) {
            return true;
        }
        try {
            JsonObject patroni = new JsonObject(get(base + "/patroni").body());
            return isWritable(patroni);
        } catch (DecodeException | ClassCastException other) {
            throw new IOException("no answer of Patroni's: " + other.getMessage(), other);
        }
    }

    /**
     * Which cluster it is of, and which PostgreSQL runs there.
     *
     * @param scope without its namespace: the address may be another Patroni's by now
     * @param leader its name
     * @throws IOException when it does not say
     */
    public RunningCluster cluster(String scope, String leader) throws IOException {
        try {
            JsonObject said =
                    new JsonObject(get(base.resolve("/patroni").toString()).body());
            Optional<JsonObject> patroni = Optional.ofNullable(said.getJsonObject("patroni"));
            String own = patroni.map(one -> one.getString("scope")).orElse(scope);
            if (!scope.equals(own)) {
                throw new IOException("at " + base + " answers a Patroni of scope " + own + ", and not " + leader);
            }
            Integer version = said.getInteger("server_version");
            String identifier = said.getString("database_system_identifier");
            if (version != null && identifier != null) {
                return new RunningCluster(leader, PostgresMajor.ofVersionNum(version), identifier);
            }
        } catch (DecodeException | ClassCastException | IllegalArgumentException other) {
            throw new IOException("no answer of Patroni's of " + leader + ": " + other.getMessage(), other);
        }
        throw new IOException("Patroni of " + leader + " does not say which PostgreSQL runs there");
    }

    /** What it calls itself, whatever it should be. Never fails: what could not be seen is in the look. */
    Look state() {
        try {
            return seen(new JsonObject(get(base + "/patroni").body()), false);
        } catch (IOException | DecodeException | ClassCastException absent) {
            return Look.nobody(absent.toString());
        }
    }

    /** Never fails: what could not be seen is in the look. */
    public Look look(String member, boolean replica) {
        try {
            JsonObject patroni = new JsonObject(get(base + "/patroni").body());
            boolean rightful = get(base + (replica ? "/replica" : "/primary")).statusCode() == OK;
            return seen(patroni, rightful && (replica ? streams(member) : isWritable(patroni)));
        } catch (IOException | DecodeException | ClassCastException absent) {
            return Look.nobody(absent.toString());
        }
    }

    private static Look seen(JsonObject patroni, boolean arrived) {
        return new Look(
                true,
                patroni.getString("state", ""),
                patroni.getString("role", ""),
                patroni.getString("database_system_identifier", ""),
                patroni.getInteger("timeline", 0),
                arrived,
                String.valueOf(patroni.getJsonObject("xlog", new JsonObject()).getValue("replayed_location", "")),
                "");
    }

    /** One that is what it should be in either role. */
    public Look lookInEitherRole(String member) {
        Look replica = look(member, true);
        return replica.arrived() ? replica : look(member, false);
    }

    /** One that is in recovery names what it received, not where it writes. */
    private static boolean isWritable(JsonObject patroni) {
        return patroni.getJsonObject("xlog", new JsonObject()).containsKey("location");
    }

    /** The leader sees it stream. */
    private boolean streams(String member) {
        try {
            return isSeenStreaming(member);
        } catch (IOException | RuntimeException unseen) {
            // Of the leader: it says nothing about this member, which is asked again.
            return false;
        }
    }

    private boolean isSeenStreaming(String member) throws IOException {
        JsonArray members = new JsonObject(get(base + "/cluster").body()).getJsonArray("members", new JsonArray());
        Optional<String> leader = members.stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("role", "").contains("leader"))
                .map(one -> one.getString("api_url", ""))
                .findFirst();
        if (leader.isEmpty()) {
            return false;
        }
        JsonObject itself = new JsonObject(get(leader.get()).body());
        return itself.getJsonArray("replication", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .anyMatch(one ->
                        member.equals(one.getString("application_name")) && "streaming".equals(one.getString("state")));
    }

    private HttpResponse<String> get(String url) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(BOUND).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
