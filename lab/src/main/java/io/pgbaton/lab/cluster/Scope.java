package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import java.nio.file.Path;
import java.util.List;

/**
 * One Patroni cluster of the lab. Both run on the same nodes and in the same etcd and are told apart by their namespace.
 *
 * @param prefix of file and HAProxy backend names, so that two scopes of one name do not meet
 * @param addressNumber last part of the write addresses
 */
public record Scope(
        String namespace,
        String name,
        String prefix,
        int postgresPort,
        int restPort,
        int addressNumber,
        int writePort,
        int readPort,
        What patroni,
        What postgres) {

    public static final Scope MAIN =
            new Scope("service", "demo", "", 5432, 8008, 100, 5000, 5001, What.PATRONI, What.POSTGRES);

    public static final Scope OTHER =
            new Scope("other", "demo", "other-", 5433, 8009, 101, 5100, 5101, What.OTHER_PATRONI, What.OTHER_POSTGRES);

    /** Of the spare nodes: not there before somebody restores it. */
    public static final Scope RESTORED =
            new Scope("service", "demo2", "demo2-", 5432, 8008, 102, 5200, 5201, What.PATRONI, What.POSTGRES);

    public static List<Scope> all() {
        return List.of(MAIN, OTHER);
    }

    /** As in "service/demo". */
    public String path() {
        return namespace + "/" + name;
    }

    public String leaderKey() {
        return "/" + path() + "/leader";
    }

    public String vip(Layout layout) {
        return layout.ipv4(addressNumber);
    }

    public String vip6(Layout layout) {
        return layout.ipv6(addressNumber);
    }

    public Path dataDirectory(Layout layout, String node) {
        return layout.data(node).resolve(prefix + "postgres");
    }

    public Path patroniConfig(Layout layout, String node) {
        return layout.conf(node).resolve(prefix + "patroni.yml");
    }

    public String restUrl(Layout layout, String node) {
        return "http://" + layout.ip(node) + ":" + restPort;
    }
}
