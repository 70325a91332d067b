package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.nodeagent.act.address.KernelLinks;
import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.proxy.ProxyException;
import io.pgbaton.nodeagent.act.proxy.RealHaproxy;
import io.pgbaton.nodeagent.act.proxy.ServerState;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.config.ArchiveConfig;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.config.ProxyConfig;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import io.pgbaton.nodeagent.observe.local.RealPostgres;
import io.pgbaton.nodeagent.observe.scope.ScopeReader;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalStep;
import io.pgbaton.proto.v1.Rehearse;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.journal.JournalSettings;
import io.pgbaton.runtime.lifecycle.Platform;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal on a host with a real kernel, etcd, PostgreSQL and HAProxy: what is there before is there after it. */
class RehearsalChangesNothingTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final String NOWHERE = "127.0.0.1:9";

    /** Half of it for the steps: a busy machine needs some of it. */
    private static final int BUDGET_MILLIS = 60_000;

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @TempDir
    Path folder;

    private final List<BusRecord> told = new CopyOnWriteArrayList<>();
    private TwoHosts host;
    private RealPostgres postgres;
    private RealHaproxy haproxy;
    private EtcdClient etcd;
    private KernelLinks links;
    private ScopeAgent agent;

    @BeforeEach
    void startWhatTheAgentLooksAt() throws IOException {
        host = TwoHosts.create();
        postgres = new RealPostgres();
        haproxy = RealHaproxy.withSlowChecks();
        etcd = EtcdClient.to(ETCD.settings());
        etcd.put(new PatroniKeys(SCOPE).leader(), "n1");
        etcd.put(new PgbatonKeys(SCOPE).address("write"), "{\"node\":\"n1\",\"member\":\"n1\"}");
        postgres.start("*");
        links = new KernelLinks(etcd.vertx(), (addresses, network) -> new AddressHolder(addresses));
        host.here.ip("address add " + TwoHosts.ADDRESS.getHostAddress() + "/32 dev pgv0");
        startAgent();
    }

    @AfterEach
    void stop() throws IOException {
        if (etcd != null) {
            links.close();
            etcd.close();
            haproxy.close();
            postgres.close();
        }
        if (host != null) {
            host.close();
        }
    }

    @Test
    void everyStepIsTakenAndNothingIsAnotherThanBefore() throws Exception {
        String addresses = addresses();
        long revision = revision();
        List<ServerState> servers = servers();

        Map<String, String> faults = rehearse("r-1");

        assertEquals(
                List.of("address", "announcement", "etcd", "haproxy", "interface", "journal", "postgres"),
                List.copyOf(faults.keySet()));
        faults.forEach((step, fault) -> assertEquals("", fault, step));
        assertEquals(addresses, addresses());
        assertEquals(revision, revision(), "something was written to etcd");
        assertEquals(servers, servers());
        assertTrue(told.stream().noneMatch(record -> record.type() == EventType.INTENT_RECORDED), told.toString());
    }

    @Test
    void whatWouldHinderAHandoverIsNamed() throws Exception {
        haproxy.stopAndRemoveSockets();
        host.here.ip("link delete pgv0");
        postgres.stop();

        Map<String, String> faults = rehearse("r-1");

        assertEquals("", faults.get("etcd"));
        assertTrue(faults.get("haproxy").contains("SOCKET_MISSING"), faults.toString());
        assertTrue(faults.get("interface").contains("gone"), faults.toString());
        assertTrue(!faults.get("postgres").isEmpty(), faults.toString());
    }

    private Map<String, String> rehearse(String id) {
        Command command = Command.newBuilder()
                .setNode("n1")
                .setValidForMs(BUDGET_MILLIS)
                .setRehearse(Rehearse.newBuilder().setId(id).setRevision(5))
                .build();
        onLoop(() -> {
            agent.rehearse(command);
            return true;
        });
        await().atMost(Duration.ofMillis(BUDGET_MILLIS)).until(() -> !answers().isEmpty());
        Map<String, String> faults = new TreeMap<>();
        for (RehearsalStep step : answers().get(0).getStepsList()) {
            faults.put(step.getName(), step.getFault());
        }
        return faults;
    }

    private List<RehearsalAnswered> answers() {
        return told.stream()
                .filter(record -> record.type() == EventType.REHEARSAL_ANSWERED)
                .map(record -> record.data(RehearsalAnswered.class))
                .toList();
    }

    private String addresses() {
        return host.here.ip("-o address show dev pgv0");
    }

    private long revision() {
        return etcd.read(Range.prefix("/")).revision();
    }

    private List<ServerState> servers() throws ProxyException {
        return haproxy.api().showServersState("primary");
    }

    private void startAgent() {
        NodeAgentConfig config = config();
        ClusterConfig cluster = config.clusters().get(0);
        // Sockets to the kernel belong to the namespace of whoever opens them.
        host.here.inside(() -> links.open(cluster.addresses().get(0)));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Platform platform = new Platform(etcd.vertx(), etcd.context(), registry, null, "test");
        HostIdentity identity = HostIdentity.read();
        Recorder recorder = new Recorder(SCOPE, "n1", identity.instance(), (topic, record) -> told.add(record));
        agent = onLoop(() -> new ScopeAssembly(platform, config, identity, links)
                .assemble(cluster, etcd.etcd(), new ScopeReader(new PatroniKeys(SCOPE), () -> 0), recorder, () -> {}));
    }

    private NodeAgentConfig config() {
        DatabaseConfig database = new DatabaseConfig(
                "n1",
                URI.create("http://" + NOWHERE),
                postgres.url(),
                "postgres",
                Optional.empty(),
                ArchiveConfig.DEFAULT);
        ClusterConfig cluster = new ClusterConfig(
                SCOPE,
                Optional.empty(),
                Optional.of(database),
                List.of(new AddressConfig("write", TwoHosts.ADDRESS, "pgv0")),
                List.of(new ProxyConfig(
                        "haproxy", haproxy.socket(), Optional.empty(), "primary", Optional.empty(), 0)));
        // Observing, the agent itself leaves everything as it is: what changed would be the rehearsal's.
        return new NodeAgentConfig(
                "n1",
                NodeAgentConfig.Mode.OBSERVE,
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                new HostPort("127.0.0.1", 0),
                folder,
                JournalSettings.in(folder.resolve("journal")),
                new BusSettings(List.of(NOWHERE), "pgbaton.", Map.of()),
                ETCD.settings(),
                List.of(cluster));
    }

    private <T> T onLoop(Callable<T> work) {
        Promise<T> done = Promise.promise();
        etcd.context().runOnContext(nothing -> {
            try {
                done.complete(work.call());
            } catch (Exception failure) {
                done.fail(failure);
            }
        });
        return EtcdClient.answer(done.future());
    }
}
