package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.address.KernelLinks;
import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.kernel.KernelAddresses;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import io.pgbaton.nodeagent.observe.kernel.AddressEvent;
import io.pgbaton.nodeagent.observe.kernel.AddressMonitor;
import io.pgbaton.nodeagent.observe.scope.ScopeWatch;
import io.pgbaton.nodeagent.warmup.WarmUp;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Poison;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.command.BusReach;
import io.pgbaton.runtime.command.CommandReader;
import io.pgbaton.runtime.command.TakenCommands;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.etcd.Highwater;
import io.pgbaton.runtime.etcd.LeasedKey;
import io.pgbaton.runtime.http.DaemonServer;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.record.JournaledOutbox;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of the node agent: what it is made of, and in which order it starts and stops. On the event loop. */
final class NodeAgent {
    private static final Logger log = LoggerFactory.getLogger(NodeAgent.class);

    /** What an idle scope is looked at, once a second. */
    private static final long TICK_MILLIS = 1000;

    /** The JVM compiles what was called 200 times (its Tier3InvocationThreshold); a round calls most of it more than twice. */
    private static final int WARM_UP_ROUNDS = 100;

    /** Time for what is still on its way: to the bus, to etcd, and to clients that are told to go. */
    private static final Duration STOP_BOUND = Duration.ofSeconds(2);

    /**
     * What an action waits for its intent at most. A disk that is well forces within some ms also when it is busy; a handover
     * can afford one that is not only this long (autonomyAfter, which covers a lost command, is 200 ms).
     */
    private static final Duration LONGEST_FOR_AN_INTENT = Duration.ofMillis(50);

    private final NodeAgentConfig config;
    private final Platform platform;
    private final HostIdentity host = HostIdentity.read();
    private final AgentDescription description;
    private final KernelLinks links;
    private final BusWriter writer;
    private final DurableJournal journal;
    private final Map<EtcdSettings, Etcd> etcds = new HashMap<>();
    private final Map<Scope, ScopeAgent> scopes = new LinkedHashMap<>();
    private CommandReader commands;

    /** @param holders makes what holds addresses on an interface: a seam for tests that stop between its steps */
    NodeAgent(
            NodeAgentConfig config,
            Platform platform,
            BiFunction<KernelAddresses, NetworkLink, AddressHolder> holders,
            DurableJournal journal) {
        this.config = config;
        this.platform = platform;
        this.description = new AgentDescription(config, host.instance(), platform.version());
        this.links = new KernelLinks(platform.vertx(), holders);
        this.writer = BusWriter.start(platform.vertx(), config.bus(), platform.registry(), journal);
        this.journal = journal;
    }

    /**
     * Nothing here waits for etcd, Kafka, Patroni or PostgreSQL: what is away is tried again until it is there. What is
     * started first is stopped last, so that addresses are released while etcd and the bus can still be told.
     */
    Future<Void> start() {
        platform.stops().add("bus", STOP_BOUND, () -> writer.close(STOP_BOUND));
        platform.stops().add("kernel", STOP_BOUND, () -> platform.vertx().executeBlocking(() -> {
            links.close();
            return null;
        }));
        return readHighwater().compose(highwater -> {
            ScopeAssembly assembly = new ScopeAssembly(platform, config, host, links);
            config.clusters().forEach(cluster -> start(cluster, assembly, highwater.get(cluster.scope())));
            readCommands();
            watchLinks();
            long ticking = platform.vertx()
                    .setPeriodic(TICK_MILLIS, id -> scopes.values().forEach(ScopeAgent::tick));
            platform.stops().add("tick", STOP_BOUND, () -> {
                platform.vertx().cancelTimer(ticking);
                return Future.succeededFuture();
            });
            return serve().onSuccess(serving -> warmUp());
        });
    }

    private void start(ClusterConfig cluster, ScopeAssembly assembly, Highwater highwater) {
        Etcd etcd = etcds.computeIfAbsent(config.etcdOf(cluster), this::open);
        Recorder recorder = new Recorder(
                cluster.scope(), config.node(), host.instance(), new JournaledOutbox(writer, LONGEST_FOR_AN_INTENT));
        recorder.local(EventType.AGENT_STARTED, config.node(), "", description.started(cluster));
        journal.recovered().ifPresent(left -> left.openIntents().stream()
                .filter(intent -> intent.scope().equals(cluster.scope()))
                .forEach(recorder::unknown));
        platform.stops().add("last words", STOP_BOUND, () -> {
            recorder.local(EventType.AGENT_STOPPED, config.node(), "", description.stopped("asked to stop"));
            return Future.succeededFuture();
        });
        ScopeWatch watch = new ScopeWatch(cluster.scope(), highwater);
        ScopeAgent agent = assembly.assemble(cluster, etcd, watch.reader(), recorder, watch::readNow);
        scopes.put(cluster.scope(), agent);
        watch.start(etcd, agent);
        LeasedKey registration = new LeasedKey(
                etcd,
                new PgbatonKeys(cluster.scope()).agent(config.node()),
                CloudEventCodec.toJson(description.registration(cluster)));
        platform.stops().add("registration", STOP_BOUND, registration::stop);
        platform.stops().add("watch", STOP_BOUND, () -> {
            watch.close();
            return highwater.save();
        });
        platform.stops().add("addresses of " + cluster.scope(), STOP_BOUND, agent::stop);
    }

    private Etcd open(EtcdSettings settings) {
        Etcd etcd = Etcd.open(platform.vertx(), platform.context(), settings);
        platform.stops().add("etcd", STOP_BOUND, etcd::close);
        return etcd;
    }

    private void readCommands() {
        TakenCommands taken = TakenCommands.in(journal);
        CommandDispatch dispatch = new CommandDispatch(config.node(), scopes, taken);
        BusReader reader = BusReader.ofScopes(
                platform.vertx(),
                config.bus(),
                platform.registry(),
                Set.of(Topic.COMMANDS, Topic.OBSERVATIONS),
                scopes.keySet(),
                taken.start());
        commands = new CommandReader(Topics.ensure(platform.vertx(), config.bus()), reader, taken);
        commands.start(dispatch::accept, this::reportPoison);
        platform.stops().add("commands", STOP_BOUND, commands::close);
    }

    /** Whose command it was meant to be cannot be read, so it is reported under the first scope. */
    private void reportPoison(Poison poison) {
        Scope scope = config.clusters().get(0).scope();
        String source = BusRecord.source(scope, config.node(), "node-agent");
        writer.publish(Topic.AUDIT, poison.report(scope, source, Instant.now()));
    }

    private void watchLinks() {
        AddressMonitor monitor = new AddressMonitor(this::linksChanged);
        platform.stops()
                .add("address monitor", STOP_BOUND, () -> platform.vertx().executeBlocking(() -> {
                    monitor.close();
                    return null;
                }));
    }

    /** On the monitor's thread. A refresh, which is mostly ours, moves nothing. */
    private void linksChanged(AddressEvent event) {
        if (!(event instanceof AddressEvent.Changed)) {
            platform.context().runOnContext(nothing -> lookAtLinks());
        }
    }

    /** An address came or went, or events were lost: every machine looks for itself. */
    private void lookAtLinks() {
        AddressInput hint = new AddressInput.LinkHinted(BootClock.nanos());
        scopes.values().forEach(scope -> scope.addresses().ifPresent(addresses -> addresses.tellAll(hint)));
    }

    private Future<Void> serve() {
        DaemonServer server = new DaemonServer(platform.vertx(), platform.registry());
        BusReach bus = new BusReach(
                config.bus().bootstrap(), writer::reachable, commands::obstacle, "this agent acts by itself meanwhile");
        new AgentServer(config, scopes, bus).routeOn(server);
        server.check("journal", journal::health);
        platform.stops().add("http", STOP_BOUND, server::stop);
        return server.start(config.http()).mapEmpty();
    }

    /** Last of all and beside everything: an agent that comes back to a living address has more urgent things to do. */
    private void warmUp() {
        platform.vertx()
                .executeBlocking(() -> WarmUp.through(WARM_UP_ROUNDS))
                .onFailure(defect ->
                        log.warn("The warm-up failed, so the first handover is slower. Please report it.", defect));
    }

    private Future<Map<Scope, Highwater>> readHighwater() {
        return platform.vertx().executeBlocking(() -> {
            Map<Scope, Highwater> read = new HashMap<>();
            config.clusters().forEach(cluster -> {
                String file = cluster.scope().key().replace('/', '_') + ".revision";
                read.put(
                        cluster.scope(),
                        Highwater.in(platform.vertx(), config.stateDir().resolve(file)));
            });
            return read;
        });
    }
}
