package io.pgbaton.cli.doctor;

import io.pgbaton.proto.Scope;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What {@code doctor} reads of an agent's {@code GET /status} for one scope; what is absent is reported as unknown:
 *
 * <pre>{@code
 * {"node": "n1",
 *  "capabilities": {"netAdmin": true, "netRaw": true},
 *  "bus": {"reachable": true, "reason": "commands are read"},
 *  "scopes": [{"scope": "service/demo",
 *              "addresses": [{"name": "write", "address": "10.0.0.100/32", "interface": "eth0",
 *                             "interfacePresent": true}],
 *              "proxies": [{"name": "haproxy", "reachable": true}],
 *              "lifetimeSeconds": 10, "lifetimeNeededSeconds": 0,
 *              "postgres": {"listenAddresses": "*"}}]}
 * }</pre>
 *
 * @param lifetimeSeconds of its addresses
 * @param lifetimeNeededSeconds the least that lasts until Patroni's failsafe mode is active; 0 when any will do
 */
record AgentStatus(
        Optional<Boolean> netAdmin,
        Optional<Boolean> netRaw,
        List<Address> addresses,
        List<Proxy> proxies,
        Optional<String> listenAddresses,
        Optional<Boolean> busReachable,
        String busReason,
        long lifetimeSeconds,
        long lifetimeNeededSeconds) {

    /**
     * @param address with or without its prefix length
     * @param interfacePresent whether the host has that interface
     */
    record Address(String name, String address, String networkInterface, Optional<Boolean> interfacePresent) {

        /** Without its prefix length. */
        String ip() {
            return address.split("/", 2)[0];
        }

        /** Unless it says a prefix, it is one: the agent refuses any other in its configuration. */
        boolean isHostAddress() {
            return !address.contains("/") || address.endsWith(address.contains(":") ? "/128" : "/32");
        }
    }

    /** @param reachable whether the agent can talk to it through its socket */
    record Proxy(String name, Optional<Boolean> reachable) {}

    /** @throws DecodeException when this is no JSON object */
    static AgentStatus parse(String text, Scope scope) {
        JsonObject json = new JsonObject(text);
        JsonObject capabilities = json.getJsonObject("capabilities", new JsonObject());
        JsonObject bus = json.getJsonObject("bus", new JsonObject());
        JsonObject own = objects(json, "scopes").stream()
                .filter(one -> scope.key().equals(one.getString("scope")))
                .findFirst()
                .orElseGet(JsonObject::new);
        return new AgentStatus(
                flag(capabilities, "netAdmin"),
                flag(capabilities, "netRaw"),
                objects(own, "addresses").stream().map(AgentStatus::address).toList(),
                objects(own, "proxies").stream().map(AgentStatus::proxy).toList(),
                Optional.ofNullable(
                        own.getJsonObject("postgres", new JsonObject()).getString("listenAddresses")),
                flag(bus, "reachable"),
                bus.getString("reason", ""),
                own.getLong("lifetimeSeconds", 0L),
                own.getLong("lifetimeNeededSeconds", 0L));
    }

    private static Address address(JsonObject json) {
        return new Address(
                json.getString("name", ""),
                json.getString("address", ""),
                json.getString("interface", ""),
                flag(json, "interfacePresent"));
    }

    private static Proxy proxy(JsonObject json) {
        return new Proxy(json.getString("name", ""), flag(json, "reachable"));
    }

    private static Optional<Boolean> flag(JsonObject json, String key) {
        return Optional.ofNullable(json.getBoolean(key));
    }

    private static List<JsonObject> objects(JsonObject json, String key) {
        JsonArray array = json.getJsonArray(key, new JsonArray());
        return array.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }
}
