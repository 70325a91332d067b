package io.pgbaton.lab;

import io.pgbaton.lab.cluster.Broker;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.HaproxyHost;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.PatroniMember;
import io.pgbaton.lab.cluster.Roles;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.cluster.Secrets;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.SystemUsers;

/** The start of a lab, in the order in which the parts need each other; whatever can, starts at the same time. */
final class BringUp {
    private final Lab lab;
    private final Layout layout;
    private final Programs programs;
    private final Progress progress;
    private final Readiness readiness;

    BringUp(Lab lab, Progress progress) {
        this.lab = lab;
        this.layout = lab.layout();
        this.programs = lab.programs();
        this.progress = progress;
        this.readiness = new Readiness(lab, progress);
    }

    void run() {
        files();
        new Network(layout).create();
        progress.say("network: " + Layout.hosts().size() + " hosts on " + layout.subnet());
        startFoundations();
        readiness.awaitEtcd();
        Layout.NODES.forEach(this::startPatroni);
        programs.scopes().forEach(this::createRoles);
        readiness.awaitBroker();
        startDaemons();
        programs.scopes().forEach(readiness::awaitReplicas);
        readiness.awaitDaemons();
        readiness.awaitProxies();
        lab.host(Layout.CLIENT).start(What.WRITER);
        readiness.awaitWriters();
        if (lab.options().supervised()) {
            lab.host(Layout.MONITOR).start(What.SUPERVISOR);
            progress.say("supervisor: whatever dies is started again after a second");
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

    private void startPatroni(String node) {
        programs.scopes().forEach(scope -> lab.host(node).start(scope.patroni()));
    }

    private void createRoles(Scope scope) {
        String leader = readiness.awaitLeader(scope);
        Roles.create(lab.host(leader).postgres(scope), new Secrets(layout));
    }

    private void startDaemons() {
        if (programs.haveNodeAgents()) {
            NodeAgentHost.jars(layout).copy();
            Layout.NODES.forEach(node -> lab.host(node).start(What.NODE_AGENT));
        } else {
            progress.say("node agents: not started, node-agent/target has no NodeAgentMain");
        }
        if (programs.haveCoordinators()) {
            CoordinatorHost.jars(layout).copy();
            Layout.COORDINATORS.forEach(host -> lab.host(host).start(What.COORDINATOR));
        } else {
            progress.say("coordinators: not started, coordinator/target has no CoordinatorMain");
        }
        if (CliTool.jars(layout).built()) {
            CliTool.jars(layout).copy();
            CliTool.write(layout, programs.scopes());
        }
    }
}
