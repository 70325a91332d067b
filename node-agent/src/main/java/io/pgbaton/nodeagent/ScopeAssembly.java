package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.CountKey;
import io.pgbaton.nodeagent.act.address.AddressLoop;
import io.pgbaton.nodeagent.act.address.KernelLinks;
import io.pgbaton.nodeagent.act.address.ScopeAddresses;
import io.pgbaton.nodeagent.act.record.ArchiveRecords;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.SourceRecords;
import io.pgbaton.nodeagent.act.rehearsal.Steps;
import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ArchiveMetrics;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.nodeagent.observe.archive.ArchiveProbe;
import io.pgbaton.nodeagent.observe.inquiry.LeaderInquiry;
import io.pgbaton.nodeagent.observe.local.LocalDatabase;
import io.pgbaton.nodeagent.observe.scope.AddressKeyReader;
import io.pgbaton.nodeagent.observe.scope.ScopeReader;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.loop.EventLoop;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts together what one scope of the configuration needs on this node. */
final class ScopeAssembly {
    private final Platform platform;
    private final NodeAgentConfig config;
    private final HostIdentity host;
    private final KernelLinks links;

    ScopeAssembly(Platform platform, NodeAgentConfig config, HostIdentity host, KernelLinks links) {
        this.platform = platform;
        this.config = config;
        this.host = host;
        this.links = links;
    }

    /** On the event loop. */
    ScopeAgent assemble(ClusterConfig cluster, Etcd etcd, ScopeReader reader, Recorder recorder, Runnable readEtcd) {
        ScopeRoutes routes = new ScopeRoutes();
        ScopeMetrics metrics = new ScopeMetrics(platform.registry(), cluster.scope(), BootClock::nanos);
        String member = cluster.database().map(DatabaseConfig::member).orElse("");
        ScopeHands hands = new ScopeHands(cluster.scope(), config.node(), InstantSource.system());
        CountKey countKey = new CountKey(platform.vertx(), etcd, cluster.scope());
        ScopeAgent agent =
                new ScopeAgent(member, recorder, new SourceRecords(recorder), metrics, routes, hands, countKey::raise);
        cluster.database().ifPresent(database -> {
            LocalDatabase local = new LocalDatabase(platform.vertx(), database, agent);
            agent.attach(local, addresses(cluster, etcd, reader, recorder, agent, local, metrics));
            agent.archiving(archive(cluster, database, new ArchiveRecords(recorder, metrics)));
        });
        agent.rehearsing(new ScopeRehearsal(
                config.node(),
                new PgbatonKeys(cluster.scope()).rehearsal(),
                recorder,
                new Steps(platform.vertx()),
                () -> etcd.read(ScopeAddresses.confirmedBy(cluster.scope()))));
        ProxyAssembly proxies = new ProxyAssembly(platform, config, host.instance(), metrics);
        cluster.proxies().forEach(proxy -> routes.add(proxies.assemble(cluster, proxy, recorder, readEtcd)));
        if (!cluster.proxies().isEmpty()) {
            routes.asking(
                    new LeaderInquiry(place(cluster, "leader-inquiry"), member, metrics, routes::primaryWritable));
        }
        return agent;
    }

    private ScopeArchive archive(ClusterConfig cluster, DatabaseConfig database, ArchiveRecords records) {
        ArchiveProbe probe = new ArchiveProbe(platform.vertx(), database);
        ScopeArchive archive = new ScopeArchive(database.member(), database.archive(), probe, records);
        ArchiveMetrics.register(platform.registry(), cluster.scope(), database.member(), archive::state);
        return archive;
    }

    private ScopeAddresses addresses(
            ClusterConfig cluster,
            Etcd etcd,
            ScopeReader reader,
            Recorder recorder,
            ScopeAgent agent,
            AddressLoop.Local local,
            ScopeMetrics metrics) {
        Map<AddressConfig, AddressRules> rules = new LinkedHashMap<>();
        cluster.addresses().forEach(address -> rules.put(address, rulesOf(cluster, address)));
        return new ScopeAddresses(
                new ScopeAddresses.Context(
                        cluster.scope(),
                        etcd,
                        reader,
                        recorder,
                        host.bootId(),
                        local,
                        links::open,
                        name -> place(cluster, name),
                        metrics),
                rules,
                new AddressKeyReader(config.node(), host.machineId()),
                config.lifetime().toNanos(),
                agent::confirmed);
    }

    private EventLoop.Place place(ClusterConfig cluster, String director) {
        String name = cluster.scope().key() + "/" + director;
        return new EventLoop.Place(name, platform.vertx(), platform.context(), platform.registry());
    }

    private AddressRules rulesOf(ClusterConfig cluster, AddressConfig address) {
        return new AddressRules(
                cluster.scope().key(),
                address.name(),
                config.node(),
                cluster.database().map(DatabaseConfig::member).orElse(""),
                host.machineId(),
                host.instance(),
                config.lifetime().toNanos(),
                config.autonomyAfter().toNanos(),
                config.observeOnly());
    }
}
