package io.pgbaton.lab;

import io.pgbaton.lab.cluster.Broker;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.HaproxyHost;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.PatroniMember;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Roles;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.cluster.Secrets;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.SystemUsers;
import io.pgbaton.lab.writer.WritePath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** The start of a lab, in the order in which the parts need each other; whatever can, starts at the same time. */
final class BringUp {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int KAFKA_PORT = 9092;
    private static final int PROBE_MILLIS = 200;

    private final Lab lab;
    private final Layout layout;
    private final Programs programs;
    private final Progress progress;

    BringUp(Lab lab, Progress progress) {
        this.lab = lab;
        this.layout = lab.layout();
        this.programs = lab.programs();
        this.progress = progress;
    }

    void run() {
        files();
        new Network(layout).create();
        progress.say("network: " + Layout.hosts().size() + " hosts on " + layout.subnet());
        startFoundations();
        awaitEtcd();
        Layout.NODES.forEach(this::startPatroni);
        programs.scopes().forEach(this::awaitLeader);
        awaitBroker();
        startDaemons();
        programs.scopes().forEach(this::awaitReplicas);
        awaitDaemons();
        awaitProxies();
        startWriter();
    }

    /** Without node agents nobody carries the address: then only the way through HAProxy can work. */
    private void startWriter() {
        lab.host(Layout.CLIENT).start(What.WRITER);
        for (WritePath path : WritePath.values()) {
            if (path == WritePath.HAPROXY || programs.haveNodeAgents()) {
                Await.until(
                        "the writer by " + path.word() + " to get through",
                        BOUND,
                        () -> lab.writer(path).count() > 0);
                progress.say("writer by " + path.word() + ": one row every 20 ms");
            }
        }
    }

    private void files() {
        SystemUsers.folder(layout.logs(), "root", "rwxr-xr-x");
        SystemUsers.folder(layout.work().resolve("secrets"), "root", "rwxr-xr-x");
        Secrets secrets = new Secrets(layout);
        secrets.create();
        Broker.jars(layout).copy();
        for (String node : Layout.NODES) {
            programs.scopes().forEach(scope -> PatroniMember.writeConfig(layout, lab.options(), scope, node, secrets));
            HaproxyHost.writeConfig(layout, programs.scopes(), node);
            NodeAgentHost.writeConfig(layout, lab.options(), programs.scopes(), node);
        }
        Layout.COORDINATORS.forEach(host -> CoordinatorHost.writeConfig(layout, host));
    }

    private void startFoundations() {
        Layout.NODES.forEach(node -> lab.host(node).start(What.ETCD));
        lab.host(Layout.BUS).start(What.BROKER);
        Layout.NODES.forEach(node -> lab.host(node).start(What.HAPROXY));
        lab.host(Layout.MONITOR).start(What.PROMETHEUS);
    }

    private void awaitEtcd() {
        for (String node : Layout.NODES) {
            Await.until("etcd of " + node + " to be healthy", BOUND, () -> lab.etcd()
                    .healthy(node));
        }
        progress.say("etcd: three members, healthy");
    }

    private void startPatroni(String node) {
        programs.scopes().forEach(scope -> lab.host(node).start(scope.patroni()));
    }

    private void awaitLeader(Scope scope) {
        String leader = lab.leader(scope, BOUND);
        Roles.create(lab.host(leader).postgres(scope), new Secrets(layout));
        progress.say("Patroni " + scope.path() + ": " + leader + " leads and takes writes");
    }

    private void awaitReplicas(Scope scope) {
        lab.awaitReplicas(scope, Layout.NODES.size() - 1, BOUND);
        progress.say("Patroni " + scope.path() + ": two replicas stream");
    }

    private void awaitBroker() {
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

    private void startDaemons() {
        if (programs.haveNodeAgents()) {
            NodeAgentHost.jars(layout).copy();
            Layout.NODES.forEach(node -> lab.host(node).start(What.NODE_AGENT));
        } else {
            progress.say("node agents: not started, there is no NodeAgentMain in node-agent/target yet");
        }
        if (programs.haveCoordinators()) {
            CoordinatorHost.jars(layout).copy();
            Layout.COORDINATORS.forEach(host -> lab.host(host).start(What.COORDINATOR));
        } else {
            progress.say("coordinators: not started, there is no CoordinatorMain in coordinator/target yet");
        }
        if (CliTool.jars(layout).built()) {
            CliTool.jars(layout).copy();
            CliTool.write(layout, programs.scopes());
        }
    }

    private void awaitDaemons() {
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

    private void awaitReady(String who, List<String> urls) {
        urls.forEach(url -> Await.until(url + "/readyz to answer 200", BOUND, () -> Rest.ok(url + "/readyz")));
        progress.say(who + ": ready");
    }

    private void awaitProxies() {
        for (Scope scope : programs.scopes()) {
            String leader = lab.leader(scope, BOUND);
            for (Host node : lab.nodes()) {
                Await.until("HAProxy of " + node.name() + " to send writes to " + leader, BOUND, () -> node.serversUp(
                                scope.prefix() + "primary")
                        .equals(List.of(leader)));
            }
        }
        progress.say("HAProxy: writes on port " + Scope.MAIN.writePort() + ", reads on port " + Scope.MAIN.readPort());
    }
}
