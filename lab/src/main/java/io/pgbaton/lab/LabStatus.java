package io.pgbaton.lab;

import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The status document that scripts read; its fields are part of the contract with them. */
final class LabStatus {
    private final Lab lab;
    private final Layout layout;

    LabStatus(Lab lab) {
        this.lab = lab;
        this.layout = lab.layout();
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", layout.id())
                .put("vip", Scope.MAIN.vip(layout))
                .put("bridge", layout.bridge())
                .put("kafka", layout.kafka())
                .put("etcd", new JsonArray(layout.etcdUrls()))
                .put("coordinators", coordinators())
                .put("nodes", nodes())
                .put("client", client())
                .put(
                        "haproxy",
                        new JsonObject().put("write", Scope.MAIN.writePort()).put("read", Scope.MAIN.readPort()))
                .put("logs", layout.logs().toString())
                .put("credentials", credentials());
    }

    private JsonArray coordinators() {
        JsonArray array = new JsonArray();
        for (String host : Layout.COORDINATORS) {
            array.add(new JsonObject()
                    .put("name", host)
                    .put("netns", layout.namespace(host))
                    .put("url", CoordinatorHost.url(layout, host))
                    .put("pid", pid(host, What.COORDINATOR)));
        }
        return array;
    }

    private JsonArray nodes() {
        JsonArray array = new JsonArray();
        for (String node : Layout.NODES) {
            array.add(new JsonObject()
                    .put("name", node)
                    .put("netns", layout.namespace(node))
                    .put("ip", layout.ip(node))
                    .put("iface", layout.cable(node))
                    .put("pids", pids(node))
                    .put(
                            "config",
                            new JsonObject()
                                    .put(
                                            "nodeAgent",
                                            NodeAgentHost.config(layout, node).toString())));
        }
        return array;
    }

    private JsonObject pids(String node) {
        return new JsonObject()
                .put("etcd", pid(node, What.ETCD))
                .put("patroni", pid(node, What.PATRONI))
                .put("postgres", pid(node, What.POSTGRES))
                .put("nodeAgent", pid(node, What.NODE_AGENT))
                .put("haproxy", pid(node, What.HAPROXY));
    }

    private JsonObject client() {
        return new JsonObject().put("netns", layout.namespace(Layout.CLIENT)).put("ip", layout.ip(Layout.CLIENT));
    }

    private JsonObject credentials() {
        return new JsonObject()
                .put("user", "app")
                .put("passwordFile", layout.secret("app").toString())
                .put("database", "app");
    }

    /** Null for a process that is not running. */
    private Long pid(String host, What what) {
        return lab.host(host).pid(what).orElse(null);
    }
}
