package io.pgbaton.lab;

import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.Broker;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.DaemonJars;
import io.pgbaton.lab.cluster.HaproxyHost;
import io.pgbaton.lab.cluster.Launchers;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.PatroniMember;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.cluster.RestorableMember;
import io.pgbaton.lab.cluster.Roles;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.cluster.Secrets;
import io.pgbaton.lab.cluster.SpareNode;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.SystemUsers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** The start of a lab, in the order in which the parts need each other; whatever can, starts at the same time. */
final class BringUp {
    private static final String ROOT = "root";

    private final Lab lab;
    private final Layout layout;
    private final Programs programs;
    private final Progress progress;
    private final Readiness readiness;
    private final Launchers launchers;

    BringUp(Lab lab, Progress progress) {
        this.lab = lab;
        this.layout = lab.layout();
        this.programs = lab.programs();
        this.progress = progress;
        this.readiness = new Readiness(lab, progress);
        this.launchers = new Launchers(layout);
    }

    void run() {
        files();
        new Network(layout).create();
        progress.say("network: " + Layout.hosts().size() + " hosts on " + layout.subnet());
        startFoundations();
        CompletableFuture<Void> archives = makeArchives();
        readiness.awaitEtcd();
        Layout.NODES.forEach(this::startPatroni);
        programs.scopes().forEach(this::createRoles);
        CompletableFuture<Void> stanza = createStanza();
        readiness.awaitBroker();
        archives.join();
        startDaemons();
        programs.scopes().forEach(readiness::awaitReplicas);
        prepareForRestores();
        readiness.awaitDaemons();
        readiness.awaitProxies();
        lab.host(Layout.CLIENT).start(What.WRITER);
        awaitStanza(stanza);
        readiness.awaitBackupAgent();
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
        if (lab.options().backups()) {
            PgbackrestHost.writeConfigs(layout, lab.options().spares());
            lab.backups().copyScripts();
            BackupAgentHost.writeConfig(layout, lab.options().spares());
        }
        if (lab.options().spares()) {
            Layout.SPARES.forEach(node -> SpareNode.write(layout, lab.options(), secrets, node));
            Layout.NODES.forEach(node -> new RestorableMember(layout, Scope.MAIN, node).write());
        }
        launchers.copy();
        Stream.of(
                        NodeAgentHost.jars(layout),
                        CoordinatorHost.jars(layout),
                        BackupAgentHost.jars(layout),
                        CliTool.jars(layout))
                .filter(DaemonJars::built)
                .forEach(DaemonJars::copy);
    }

    /** While the cluster comes up. A daemon without an archive needs more memory and time, and nothing else. */
    private CompletableFuture<Void> makeArchives() {
        return CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> makeArchive(What.NODE_AGENT, ROOT, NodeAgentHost.STARTER)),
                CompletableFuture.runAsync(() -> makeArchive(What.COORDINATOR, ROOT, CoordinatorHost.STARTER)),
                // Which refuses to be root before it has loaded anything.
                CompletableFuture.runAsync(
                        () -> makeArchive(What.BACKUP_AGENT, PgbackrestHost.USER, BackupAgentHost.STARTER)));
    }

    private void makeArchive(What what, String user, String program) {
        try {
            if (programs.canRun(what)) {
                launchers.makeArchive(Layout.MONITOR, what, user, program);
            }
        } catch (LabException without) {
            progress.say(program + ": starts without a class archive, " + without.getMessage());
        }
    }

    private void startFoundations() {
        Layout.NODES.forEach(node -> lab.host(node).start(What.ETCD));
        lab.host(Layout.BUS).start(What.BROKER);
        Layout.NODES.forEach(node -> lab.host(node).start(What.HAPROXY));
        lab.host(Layout.MONITOR).start(What.PROMETHEUS);
        if (lab.options().backups()) {
            PgbackrestHost.giveUpOnDeadHosts(layout);
            PgbackrestHost.hosts(lab.options().spares())
                    .forEach(host -> lab.host(host).start(What.PGBACKREST));
        }
    }

    private void startPatroni(String node) {
        programs.scopes().forEach(scope -> lab.host(node).start(scope.patroni()));
    }

    private void createRoles(Scope scope) {
        Postgres leader = lab.host(readiness.awaitLeader(scope)).postgres(scope);
        Roles.create(leader, new Secrets(layout));
        if (lab.options().backups()) {
            leader.pgbench(1);
        }
    }

    /** While the replicas and the daemons come up. What the leader wants to archive until then, it tries again. */
    private CompletableFuture<Void> createStanza() {
        if (!lab.options().backups()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> {
            lab.backups().run("stanza-create");
            progress.say("pgBackRest: stanza " + PgbackrestHost.stanza() + " on " + Layout.REPOSITORY);
        });
    }

    private static void awaitStanza(CompletableFuture<Void> stanza) {
        try {
            stanza.join();
        } catch (CompletionException e) {
            throw new LabException("no backups can be made: " + e.getCause().getMessage(), e);
        }
    }

    private void startDaemons() {
        if (programs.haveNodeAgents()) {
            Layout.NODES.forEach(node -> lab.host(node).start(What.NODE_AGENT));
        } else {
            progress.say("node agents: not started, node-agent/target has no NodeAgentMain");
        }
        if (programs.haveCoordinators()) {
            Layout.COORDINATORS.forEach(host -> lab.host(host).start(What.COORDINATOR));
        } else {
            progress.say("coordinators: not started, coordinator/target has no CoordinatorMain");
        }
        if (programs.haveBackupAgent()) {
            lab.host(Layout.REPOSITORY).start(What.BACKUP_AGENT);
            startSpares();
        } else if (lab.options().backups()) {
            progress.say("backup agent: not started, backup-agent/target has no BackupAgentMain");
        }
        if (CliTool.jars(layout).built()) {
            CliTool.write(layout, programs.scopes());
        }
    }

    /** From now on nobody bootstraps but by a restore. */
    private void prepareForRestores() {
        if (lab.options().spares()) {
            Secrets secrets = new Secrets(layout);
            Layout.NODES.forEach(
                    node -> PatroniMember.writeConfigOfRestorable(layout, lab.options(), Scope.MAIN, node, secrets));
        }
    }

    private void startSpares() {
        if (lab.options().spares()) {
            Layout.SPARES.forEach(node -> lab.host(node).start(What.BACKUP_AGENT));
            Layout.NODES.forEach(node -> lab.host(node).start(What.BACKUP_AGENT));
            Layout.SPARES.forEach(node -> lab.host(node).start(What.NODE_AGENT));
        }
    }
}
