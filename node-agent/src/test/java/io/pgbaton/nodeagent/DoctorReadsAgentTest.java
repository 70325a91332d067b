package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.cli.PgbatonMain;
import io.pgbaton.nodeagent.act.address.KernelLinks;
import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.proxy.RealHaproxy;
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
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.command.BusReach;
import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.LeasedKey;
import io.pgbaton.runtime.http.DaemonServer;
import io.pgbaton.runtime.http.FreePort;
import io.pgbaton.runtime.journal.JournalSettings;
import io.pgbaton.runtime.lifecycle.Platform;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code pgbaton doctor} finds the agent through etcd and understands all that its {@code /status} says. */
class DoctorReadsAgentTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final String NOWHERE = "127.0.0.1:9";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @TempDir
    Path folder;

    private TwoHosts host;
    private RealPostgres postgres;
    private RealHaproxy haproxy;
    private EtcdClient etcd;
    private KernelLinks links;
    private ScopeAgent agent;
    private Optional<String> deaf = Optional.empty();

    @BeforeEach
    void startWhatTheAgentLooksAt() throws IOException {
        host = TwoHosts.create();
        postgres = new RealPostgres();
        haproxy = RealHaproxy.withSlowChecks();
        etcd = EtcdClient.to(ETCD.settings());
        etcd.put(new PatroniKeys(SCOPE).leader(), "n1");
        etcd.put(new PatroniKeys(SCOPE).member("n1"), "{\"state\":\"running\",\"role\":\"master\"}");
        links = new KernelLinks(etcd.vertx(), (addresses, network) -> new AddressHolder(addresses));
        Files.writeString(
                folder.resolve("cli.yaml"),
                """
                bus: {bootstrap: ["%s"]}
                etcd: {endpoints: ["%s"]}
                scopes: [service/demo]
                """
                        .formatted(NOWHERE, ETCD.endpoints().get(0)));
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
    void aHostInOrderLeavesNothingUnknown() throws IOException {
        postgres.start("*");
        startAgent();
        awaitSeen(true);

        Map<String, String> verdicts =
                await().atMost(PATIENCE).until(this::doctorOnTheAgent, found -> !found.containsValue("unknown"));

        verdicts.forEach((sentence, verdict) -> assertEquals("ok", verdict, sentence));
        assertEquals(
                List.of(
                        "has CAP_NET_ADMIN",
                        "has CAP_NET_RAW",
                        "address write is 10.77.0.100 on pgv0",
                        "PostgreSQL listens on *, which covers 10.77.0.100",
                        "talks to haproxy",
                        "reaches the bus"),
                List.copyOf(verdicts.keySet()));
    }

    @Test
    void everythingThatIsWrongOnTheHostIsFound() throws IOException {
        postgres.start("127.0.0.1");
        startAgent();
        awaitSeen(true);
        haproxy.stopAndRemoveSockets();
        host.here.ip("link delete pgv0");
        deaf = Optional.of("Kafka at " + NOWHERE + " does not answer");
        awaitSeen(false);

        // A machine with much else to do may let doctor wait too long for the agent's answer.
        Map<String, String> verdicts =
                await().atMost(PATIENCE).until(this::doctorOnTheAgent, found -> found.size() > 1);

        assertEquals("fault", verdicts.get("has no interface pgv0 for address write"), verdicts.toString());
        assertEquals(
                "fault",
                verdicts.get("PostgreSQL of n1 listens on 127.0.0.1 only: clients of 10.77.0.100 would be refused"),
                verdicts.toString());
        assertEquals("fault", verdicts.get("cannot talk to haproxy through its socket"), verdicts.toString());
        assertTrue(
                verdicts.keySet().stream().anyMatch(one -> one.contains("Kafka at " + NOWHERE + " does not answer")),
                verdicts.toString());
    }

    /** PostgreSQL answers, and HAProxy does so or not. */
    private void awaitSeen(boolean haproxyAnswers) {
        await().atMost(PATIENCE).until(() -> {
            onLoop(() -> {
                agent.tick();
                return true;
            });
            boolean reachable = agent.routes().status().getJsonObject(0).getBoolean("reachable");
            return reachable == haproxyAnswers
                    && agent.database().orElseThrow().listenAddresses().isPresent();
        });
    }

    private void startAgent() throws IOException {
        NodeAgentConfig config = config();
        ClusterConfig cluster = config.clusters().get(0);
        // Sockets to the kernel belong to the namespace of whoever opens them.
        host.here.inside(() -> links.open(cluster.addresses().get(0)));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Platform platform = new Platform(etcd.vertx(), etcd.context(), registry, null, "test");
        HostIdentity identity = HostIdentity.read();
        Recorder recorder = new Recorder(SCOPE, "n1", identity.instance(), (topic, record) -> {});
        DaemonServer server = new DaemonServer(etcd.vertx(), registry);
        agent = onLoop(() -> new ScopeAssembly(platform, config, identity, links)
                .assemble(cluster, etcd.etcd(), new ScopeReader(new PatroniKeys(SCOPE), () -> 0), recorder, () -> {}));
        BusReach bus = new BusReach(List.of(NOWHERE), () -> true, () -> deaf, "it acts by itself");
        new AgentServer(config, Map.of(SCOPE, agent), bus).routeOn(server);
        EtcdClient.answer(server.start(config.http()));
        AgentDescription description = new AgentDescription(config, identity.instance(), "test");
        onLoop(() -> new LeasedKey(
                etcd.etcd(),
                new PgbatonKeys(SCOPE).agent(config.node()),
                CloudEventCodec.toJson(description.registration(cluster))));
    }

    private NodeAgentConfig config() throws IOException {
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
        return new NodeAgentConfig(
                "n1",
                NodeAgentConfig.Mode.OBSERVE,
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                new HostPort("127.0.0.1", FreePort.any()),
                folder,
                JournalSettings.in(folder.resolve("journal")),
                new BusSettings(List.of(NOWHERE), "pgbaton.", Map.of()),
                ETCD.settings(),
                List.of(cluster));
    }

    /** What doctor says of this agent, verdict by sentence, once the agent is registered. */
    private Map<String, String> doctorOnTheAgent() {
        return await().atMost(PATIENCE).until(this::askDoctor, found -> !found.isEmpty());
    }

    private Map<String, String> askDoctor() {
        StringWriter out = new StringWriter();
        PgbatonMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute(
                        "doctor",
                        "-o",
                        "json",
                        "--timeout",
                        "2",
                        "--config",
                        folder.resolve("cli.yaml").toString());
        Map<String, String> verdicts = new LinkedHashMap<>();
        new JsonArray(out.toString())
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(finding -> finding.getString("about").equals("agent on n1"))
                        .forEach(finding -> verdicts.put(finding.getString("sentence"), finding.getString("verdict")));
        return verdicts;
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
