package io.pgbaton.lab;

import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.Backups;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.Etcd;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.ProcessRegister;
import io.pgbaton.lab.watch.AddressWatcher;
import io.pgbaton.lab.writer.WritePath;
import io.pgbaton.lab.writer.WriterReport;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A whole pgbaton installation on this machine: real daemons, one network namespace a host. Needs root. */
public final class Lab implements AutoCloseable {
    /** Patroni: "switchover is not possible: no good candidates have been found". */
    private static final int NO_GOOD_CANDIDATE = 412;

    private final Layout layout;
    private final LabOptions options;
    private final Programs programs;
    private final Etcd etcd;

    private Lab(Layout layout, LabOptions options) {
        this.layout = layout;
        this.options = options;
        this.programs = new Programs(layout, options);
        this.etcd = new Etcd(layout);
    }

    /**
     * Starts a lab and waits until it works; what was already running under this id is an error.
     *
     * @throws LabException when something is in the way; what was started until then stays for a look at its logs
     */
    public static Lab up(Layout layout, LabOptions options, Progress progress) {
        Lab lab = new Lab(layout, options);
        WorkFolder work = new WorkFolder(layout);
        if (work.exists()) {
            throw new LabException("the lab " + layout.id() + " is there already, or remains of it in " + layout.work()
                    + ": ./demo" + idOption(layout) + " down removes it");
        }
        new Preflight(layout).check();
        work.alone(WorkFolder.CHANGING, () -> {
            work.write(new WorkFolder.State(WorkFolder.Phase.STARTING, options));
            lab.bringUp(progress);
            work.write(new WorkFolder.State(WorkFolder.Phase.UP, options));
        });
        return lab;
    }

    private void bringUp(Progress progress) {
        try {
            new BringUp(this, progress).run();
        } catch (LabException e) {
            throw new LabException(
                    e.getMessage() + "; what was started is left as it is: logs in " + layout.logs() + ", ./demo"
                            + idOption(layout) + " down removes it",
                    e);
        }
    }

    /** The lab that an earlier invocation started, also one whose start was not completed; empty when there is none. */
    public static Optional<Lab> find(Layout layout) {
        return new WorkFolder(layout).state().map(state -> new Lab(layout, state.options()));
    }

    /** Whether its start was completed. */
    public boolean complete() {
        return new WorkFolder(layout)
                .state()
                .filter(state -> state.phase() == WorkFolder.Phase.UP)
                .isPresent();
    }

    /** Removes every process, namespace, interface and file of that id, however far its start came. */
    public static void down(Layout layout, Progress progress) {
        WorkFolder work = new WorkFolder(layout);
        if (!work.exists()) {
            new TearDown(layout, progress).run();
            return;
        }
        work.alone(WorkFolder.CHANGING, () -> new TearDown(layout, progress).run());
    }

    @Override
    public void close() {
        down(layout, new Progress(System.out));
    }

    public Layout layout() {
        return layout;
    }

    public LabOptions options() {
        return options;
    }

    Programs programs() {
        return programs;
    }

    public List<Scope> scopes() {
        return programs.scopes();
    }

    public Host host(String name) {
        if (!Layout.hosts().contains(name)) {
            throw new LabException("there is no host \"" + name + "\", only " + Layout.hosts());
        }
        return new Host(name, layout, programs);
    }

    public List<Host> nodes() {
        return Layout.NODES.stream().map(this::host).toList();
    }

    public Etcd etcd() {
        return etcd;
    }

    public Backups backups() {
        return new Backups(layout);
    }

    /** Base URLs of all node agents and coordinators, and of the backup agent when there is one. */
    public List<String> daemonUrls() {
        Stream<String> clusters = Stream.concat(
                Layout.NODES.stream().map(node -> NodeAgentHost.url(layout, node)),
                Layout.COORDINATORS.stream().map(host -> CoordinatorHost.url(layout, host)));
        Stream<String> backups = programs.haveBackupAgent() ? Stream.of(BackupAgentHost.url(layout)) : Stream.of();
        return Stream.concat(clusters, backups).toList();
    }

    /** The value of the leader key now. */
    public Optional<String> leaderNow(Scope scope) {
        return etcd.get(scope.leaderKey());
    }

    /** The leader of service/demo, once it takes writes. */
    public String leader() {
        return leader(Scope.MAIN, Duration.ofSeconds(60));
    }

    /** The leader, once its key is there and its PostgreSQL takes writes. */
    public String leader(Scope scope, Duration bound) {
        return Await.value("a writable leader of " + scope.path(), bound, () -> leaderNow(scope)
                .filter(name -> host(name).postgres(scope).isPrimary()));
    }

    /** The members that stream from the leader now. */
    public List<String> streaming(Scope scope) {
        return leaderNow(scope)
                .map(name -> host(name)
                        .postgres(scope)
                        .sql("select application_name from pg_stat_replication where state = 'streaming' order by 1"))
                .map(rows -> rows.lines().toList())
                .orElse(List.of());
    }

    public void awaitReplicas(Scope scope, int count, Duration bound) {
        Await.until(
                count + " replicas of " + scope.path() + " to stream",
                bound,
                () -> streaming(scope).size() == count);
    }

    /**
     * An orderly change of the leader by Patroni's REST API; comes back when Patroni says that it is done. A candidate that
     * is not good enough yet, as after the last change, is waited for.
     *
     * @throws LabException with Patroni's reason when it refuses
     */
    public void switchover(Scope scope, String from, String to) {
        String body = new JsonObject().put("leader", from).put("candidate", to).encode();
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Rest.Answer answer = Await.value("Patroni to answer", Duration.ofSeconds(90), () -> Optional.of(
                        Rest.post(scope.restUrl(layout, from) + "/switchover", body, Duration.ofSeconds(60)))
                .filter(given -> given.status() != NO_GOOD_CANDIDATE || System.nanoTime() > patience));
        if (answer.status() != 200) {
            throw new LabException(
                    "Patroni refused the switchover: status=" + answer.status() + " said=" + answer.body());
        }
    }

    /** Changes Patroni's dynamic configuration, as "patronictl edit-config" does. */
    public void patchPatroni(Scope scope, String json) {
        String leader = leader(scope, Duration.ofSeconds(60));
        Rest.Answer answer = Rest.patch(scope.restUrl(layout, leader) + "/config", json);
        if (answer.status() != 200) {
            throw new LabException("Patroni refused the configuration: " + answer.body());
        }
    }

    /** Undoes every fault and waits until all works again; a test that shares a lab begins with it. */
    public void repair() {
        new Repair(this, new Progress(System.out)).run();
    }

    public AddressWatcher watchAddresses() {
        return AddressWatcher.start(layout);
    }

    public WriterReport writer(WritePath path) {
        return new WriterReport(layout, path);
    }

    public JsonObject statusJson() {
        return new LabStatus(this).json();
    }

    /** Refuses anyone but root, with the remedy. */
    public static void requireRoot() {
        Preflight.root();
    }

    static ProcessRegister register(Layout layout) {
        return new ProcessRegister(layout.work().resolve("pid"));
    }

    static String idOption(Layout layout) {
        return layout.id().equals(Layout.DEFAULT_ID) ? "" : " --id " + layout.id();
    }
}
