package io.pgbaton.cli.read;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A member as Patroni describes it in etcd.
 *
 * @param location position of its WAL, if it says one
 * @param host where its PostgreSQL listens, from {@code conn_url}; empty when it does not say
 */
public record PatroniMember(
        String name,
        String role,
        String state,
        int timeline,
        OptionalLong location,
        String host,
        String apiUrl,
        String version) {

    static PatroniMember parse(String name, String value) {
        JsonObject json;
        try {
            json = new JsonObject(value);
        } catch (DecodeException e) {
            json = new JsonObject();
        }
        Long location = json.getLong("xlog_location");
        return new PatroniMember(
                name,
                json.getString("role", "unknown"),
                json.getString("state", "unreadable"),
                json.getInteger("timeline", 0),
                location == null ? OptionalLong.empty() : OptionalLong.of(location),
                host(json.getString("conn_url", "")),
                json.getString("api_url", ""),
                json.getString("version", ""));
    }

    /** The port is left out where it is the usual one. */
    private static String host(String connUrl) {
        return Optional.of(connUrl)
                .filter(url -> !url.isEmpty())
                .map(URI::create)
                .map(url -> url.getPort() < 0 || url.getPort() == 5432
                        ? url.getHost()
                        : url.getHost() + ":" + url.getPort())
                .orElse("");
    }
}
