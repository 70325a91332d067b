package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.address.AddressLoop;
import io.pgbaton.nodeagent.act.address.KernelLinks;
import io.pgbaton.nodeagent.act.address.ScopeAddresses;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.SourceRecords;
import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.observe.local.LocalDatabase;
import io.pgbaton.nodeagent.observe.scope.AddressKeyReader;
import io.pgbaton.runtime.etcd.Etcd;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts together what one scope of the configuration needs on this node. */
final class ScopeAssembly {
    private final Vertx vertx;
    private final NodeAgentConfig config;
    private final HostIdentity host;
    private final KernelLinks links;

    ScopeAssembly(Vertx vertx, NodeAgentConfig config, HostIdentity host, KernelLinks links) {
        this.vertx = vertx;
        this.config = config;
        this.host = host;
        this.links = links;
    }

    /** On the event loop. */
    ScopeAgent assemble(ClusterConfig cluster, Etcd etcd, Recorder recorder) {
        String member = cluster.database().map(DatabaseConfig::member).orElse("");
        ScopeAgent agent = new ScopeAgent(member, recorder, new SourceRecords(recorder), new ScopeRoutes());
        cluster.database().ifPresent(database -> {
            LocalDatabase local = new LocalDatabase(vertx, database, agent);
            agent.attach(local, addresses(cluster, etcd, recorder, agent, local));
        });
        return agent;
    }

    private ScopeAddresses addresses(
            ClusterConfig cluster, Etcd etcd, Recorder recorder, ScopeAgent agent, AddressLoop.Local local) {
        Map<AddressConfig, AddressRules> rules = new LinkedHashMap<>();
        cluster.addresses().forEach(address -> rules.put(address, rulesOf(cluster, address)));
        return new ScopeAddresses(
                new ScopeAddresses.Context(cluster.scope(), etcd, recorder, host.bootId(), local, links::open),
                rules,
                new AddressKeyReader(config.node(), host.machineId()),
                config.lifetime().toNanos(),
                agent::confirmed);
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
