package io.pgbaton.nodeagent;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.nodeagent.act.Registration;
import io.pgbaton.nodeagent.act.address.KernelLinks;
import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.kernel.KernelAddresses;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.config.ProxyConfig;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import io.pgbaton.nodeagent.observe.kernel.AddressMonitor;
import io.pgbaton.nodeagent.observe.scope.ScopeWatch;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.AgentStarted;
import io.pgbaton.proto.v1.AgentStopped;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Poison;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.etcd.Highwater;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The wiring of the node agent: what it is made of, and in which order it starts and stops. */
public final class NodeAgent {
    /** What an idle scope is looked at, once a second. */
    private static final long TICK_MILLIS = 1000;

    /** For what is still on its way to the bus at the end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final NodeAgentConfig config;
    private final HostIdentity host = HostIdentity.read();
    private final MeterRegistry registry;
    private final KernelLinks links;
    private final Map<EtcdSettings, Etcd> etcds = new HashMap<>();
    private final Map<Scope, ScopeAgent> scopes = new LinkedHashMap<>();
    private final Map<Scope, Recorder> recorders = new LinkedHashMap<>();
    private final List<ScopeWatch> watches = new ArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();
    private BusWriter writer;
    private BusReader commands;
    private AddressMonitor monitor;

    /** @param holders makes what holds addresses on an interface: a seam for tests that stop between its steps */
    public NodeAgent(
            Vertx vertx,
            NodeAgentConfig config,
            MeterRegistry registry,
            BiFunction<KernelAddresses, NetworkLink, AddressHolder> holders) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.registry = registry;
        this.links = new KernelLinks(vertx, holders);
    }

    /** Nothing here waits for etcd, Kafka, Patroni or PostgreSQL: whatever is away is tried again until it is there. */
    public Future<Void> start() {
        return vertx.<Map<Scope, Highwater>>executeBlocking(this::readHighwater)
                .compose(highwater -> onContext(() -> startOnContext(highwater)));
    }

    public Map<Scope, ScopeAgent> scopes() {
        return scopes;
    }

    /** Releases first, then says so, then leaves. */
    public Future<Void> stop() {
        return onContext(() -> {
                    if (monitor != null) {
                        monitor.close();
                    }
                })
                .compose(nothing -> Future.join(
                        scopes.values().stream().map(ScopeAgent::stop).toList()))
                .transform(released -> {
                    recorders.forEach((scope, recorder) -> recorder.local(
                            EventType.AGENT_STOPPED,
                            config.node(),
                            "",
                            AgentStopped.newBuilder()
                                    .setNode(config.node())
                                    .setInstance(host.instance())
                                    .setReason("asked to stop")
                                    .build()));
                    watches.forEach(ScopeWatch::close);
                    return Future.join(
                            registrations.stream().map(Registration::stop).toList());
                })
                .transform(gone -> Future.join(commands.close(), writer.close(LAST_WORDS)))
                .transform(closed -> {
                    links.close();
                    return Future.join(etcds.values().stream().map(Etcd::close).toList());
                })
                .mapEmpty();
    }

    private void startOnContext(Map<Scope, Highwater> highwater) {
        writer = BusWriter.start(vertx, config.bus(), registry);
        ScopeAssembly assembly = new ScopeAssembly(vertx, config, host, links);
        config.clusters().forEach(cluster -> start(cluster, assembly, highwater.get(cluster.scope())));
        commands = readCommands();
        monitor = new AddressMonitor(event -> context.runOnContext(nothing -> lookAtLinks()));
        vertx.setPeriodic(TICK_MILLIS, id -> scopes.values().forEach(ScopeAgent::tick));
    }

    private void start(ClusterConfig cluster, ScopeAssembly assembly, Highwater highwater) {
        Etcd etcd = etcds.computeIfAbsent(config.etcdOf(cluster), settings -> Etcd.open(vertx, context, settings));
        Recorder recorder = new Recorder(cluster.scope(), config.node(), host.instance(), writer::publish);
        ScopeAgent agent = assembly.assemble(cluster, etcd, recorder);
        scopes.put(cluster.scope(), agent);
        recorders.put(cluster.scope(), recorder);
        recorder.local(EventType.AGENT_STARTED, config.node(), "", started(cluster));
        ScopeWatch watch = new ScopeWatch(cluster.scope(), agent);
        watches.add(watch);
        watch.start(etcd, highwater);
        registrations.add(new Registration(etcd, cluster.scope(), registration(cluster)));
    }

    private BusReader readCommands() {
        CommandDispatch dispatch = new CommandDispatch(config.node(), scopes, recorders);
        BusReader reader =
                BusReader.ofScopes(vertx, config.bus(), registry, Set.of(Topic.COMMANDS), scopes.keySet(), StartAt.END);
        reader.handler(delivery -> dispatch.accept(delivery.record()));
        reader.poisonHandler(this::reportPoison);
        reader.start();
        return reader;
    }

    /** Whose command it was meant to be cannot be read, so it is reported under the first scope. */
    private void reportPoison(Poison poison) {
        Scope scope = config.clusters().get(0).scope();
        String source = BusRecord.source(scope, config.node(), "node-agent");
        writer.publish(Topic.AUDIT, poison.report(scope, source, Instant.now()));
    }

    /** Somebody changed an address, or events were lost: every machine looks for itself. */
    private void lookAtLinks() {
        AddressInput hint = new AddressInput.LinkHinted(BootClock.nanos());
        scopes.values().forEach(scope -> scope.addresses().ifPresent(addresses -> addresses.tellAll(hint)));
    }

    private Map<Scope, Highwater> readHighwater() {
        Map<Scope, Highwater> read = new HashMap<>();
        config.clusters().forEach(cluster -> {
            String file = cluster.scope().key().replace('/', '_') + ".revision";
            read.put(cluster.scope(), Highwater.in(vertx, config.stateDir().resolve(file)));
        });
        return read;
    }

    private AgentStarted started(ClusterConfig cluster) {
        return AgentStarted.newBuilder()
                .setNode(config.node())
                .setInstance(host.instance())
                .setVersion(Version.text())
                .setMode(mode())
                .setMember(cluster.database().map(DatabaseConfig::member).orElse(""))
                .addAllDirectors(Stream.concat(
                                cluster.addresses().stream().map(AddressConfig::name),
                                cluster.proxies().stream().map(ProxyConfig::name))
                        .toList())
                .build();
    }

    private AgentRegistration registration(ClusterConfig cluster) {
        return AgentRegistration.newBuilder()
                .setNode(config.node())
                .setInstance(host.instance())
                .setMember(cluster.database().map(DatabaseConfig::member).orElse(""))
                .addAllAddresses(
                        cluster.addresses().stream().map(AddressConfig::name).toList())
                .addAllProxies(cluster.proxies().stream().map(ProxyConfig::name).toList())
                .setMode(mode())
                .setVersion(Version.text())
                .setUrl("http://" + config.http())
                .build();
    }

    private String mode() {
        return config.observeOnly() ? "observe" : "act";
    }

    private Future<Void> onContext(Runnable work) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(nothing -> {
            try {
                work.run();
                done.complete();
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }
}
