package io.pgbaton.lab;

import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.writer.WritePath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What "it works" means for each part of a lab, waited for within a bound and told when it is so. */
final class Readiness {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int KAFKA_PORT = 9092;
    private static final int PROBE_MILLIS = 200;

    private final Lab lab;
    private final Layout layout;
    private final Programs programs;
    private final Progress progress;

    Readiness(Lab lab, Progress progress) {
        this.lab = lab;
        this.layout = lab.layout();
        this.programs = lab.programs();
        this.progress = progress;
    }

    void awaitEtcd() {
        for (String node : Layout.NODES) {
            Await.until("etcd of " + node + " to be healthy", BOUND, () -> lab.etcd()
                    .healthy(node));
        }
        progress.say("etcd: three members, healthy");
    }

    String awaitLeader(Scope scope) {
        String leader = lab.leader(scope, BOUND);
        progress.say("Patroni " + scope.path() + ": " + leader + " leads and takes writes");
        return leader;
    }

    void awaitReplicas(Scope scope) {
        lab.awaitReplicas(scope, Layout.NODES.size() - 1, BOUND);
        progress.say("Patroni " + scope.path() + ": two replicas stream");
    }

    void awaitBroker() {
        Await.until("the broker to listen", BOUND, this::brokerListens);
        progress.say("Kafka: the broker listens on " + layout.kafka());
    }

    private boolean brokerListens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(layout.ip(Layout.BUS), KAFKA_PORT), PROBE_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    void awaitDaemons() {
        if (programs.haveNodeAgents()) {
            awaitReady(
                    "node agents",
                    Layout.NODES.stream()
                            .map(node -> NodeAgentHost.url(layout, node))
                            .toList());
        }
        if (programs.haveCoordinators()) {
            awaitReady(
                    "coordinators",
                    Layout.COORDINATORS.stream()
                            .map(host -> CoordinatorHost.url(layout, host))
                            .toList());
        }
    }

    /** Apart from the others: it is ready when pgBackRest can say what is in the repository. */
    void awaitBackupAgent() {
        if (programs.haveBackupAgent()) {
            awaitReady("backup agent", List.of(BackupAgentHost.url(layout)));
            if (lab.options().spares()) {
                awaitReady(
                        "backup agents of the nodes",
                        Stream.concat(Layout.NODES.stream(), Layout.SPARES.stream())
                                .map(node -> BackupAgentHost.url(layout, node))
                                .toList());
            }
        }
    }

    private void awaitReady(String who, List<String> urls) {
        urls.forEach(url -> Await.until(url + "/readyz to answer 200", BOUND, () -> ready(url)));
        progress.say(who + ": ready");
    }

    void awaitProxies() {
        for (Scope scope : programs.scopes()) {
            String leader = lab.leader(scope, BOUND);
            lab.nodes().forEach(node -> awaitProxy(node, scope, leader));
        }
        progress.say("HAProxy: writes on port " + Scope.MAIN.writePort() + ", reads on port " + Scope.MAIN.readPort());
    }

    private static void awaitProxy(Host node, Scope scope, String leader) {
        String primary = scope.prefix() + "primary";
        Await.until("HAProxy of " + node.name() + " to send writes to " + leader, BOUND, () -> node.serversUp(primary)
                .equals(List.of(leader)));
    }

    /** Without node agents nobody carries the address: then only the way through HAProxy can work. */
    void awaitWriters() {
        long since = Clock.systemUTC().millis();
        for (WritePath path : WritePath.values()) {
            if (path == WritePath.HAPROXY || programs.haveNodeAgents()) {
                Await.until(
                        "the writer by " + path.word() + " to get through",
                        BOUND,
                        () -> lab.writer(path).lastMillis() > since);
                progress.say("writer by " + path.word() + ": one row every 20 ms");
            }
        }
    }

    /** What it says when it is not ready is the reason that whoever waits in vain wants to read. */
    private static boolean ready(String url) {
        Rest.Answer answer = Rest.get(url + "/readyz");
        if (answer.status() != 200) {
            throw new LabException(answer.body());
        }
        return true;
    }
}
