package io.pgbaton.cli.doctor;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What {@code doctor} reads of an agent's {@code GET /status}; what is absent is reported as unknown:
 *
 * <pre>{@code
 * {"node": "n1",
 *  "capabilities": {"netAdmin": true, "netRaw": true},
 *  "addresses": [{"name": "write", "address": "10.0.0.100/32", "interface": "eth0", "interfacePresent": true,
 *                 "held": false, "epoch": 0}],
 *  "proxies": [{"name": "haproxy", "reachable": true, "redispatch": true}],
 *  "postgres": {"reachable": true, "listenAddresses": "*"},
 *  "bus": {"reachable": true, "waiting": 0}}
 * }</pre>
 */
record AgentStatus(
        Optional<Boolean> netAdmin,
        Optional<Boolean> netRaw,
        List<Address> addresses,
        List<Proxy> proxies,
        Optional<Boolean> postgresReachable,
        Optional<String> listenAddresses,
        Optional<Boolean> busReachable) {

    /**
     * @param address with its prefix length
     * @param interfacePresent whether the host has that interface
     */
    record Address(String name, String address, String networkInterface, Optional<Boolean> interfacePresent) {

        /** Without its prefix length. */
        String ip() {
            return address.split("/", 2)[0];
        }

        boolean isHostAddress() {
            return address.endsWith(address.contains(":") ? "/128" : "/32");
        }
    }

    /** @param redispatch whether {@code option redispatch} is on; unknown when the agent cannot tell */
    record Proxy(String name, Optional<Boolean> reachable, Optional<Boolean> redispatch) {}

    /** @throws DecodeException when this is no JSON object */
    static AgentStatus parse(String text) {
        JsonObject json = new JsonObject(text);
        JsonObject postgres = json.getJsonObject("postgres", new JsonObject());
        JsonObject capabilities = json.getJsonObject("capabilities", new JsonObject());
        return new AgentStatus(
                flag(capabilities, "netAdmin"),
                flag(capabilities, "netRaw"),
                objects(json, "addresses").stream().map(AgentStatus::address).toList(),
                objects(json, "proxies").stream().map(AgentStatus::proxy).toList(),
                flag(postgres, "reachable"),
                Optional.ofNullable(postgres.getString("listenAddresses")),
                flag(json.getJsonObject("bus", new JsonObject()), "reachable"));
    }

    private static Address address(JsonObject json) {
        return new Address(
                json.getString("name", ""),
                json.getString("address", ""),
                json.getString("interface", ""),
                flag(json, "interfacePresent"));
    }

    private static Proxy proxy(JsonObject json) {
        return new Proxy(json.getString("name", ""), flag(json, "reachable"), flag(json, "redispatch"));
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
