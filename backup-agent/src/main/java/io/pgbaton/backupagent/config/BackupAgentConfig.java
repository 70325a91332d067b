package io.pgbaton.backupagent.config;

import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.config.BusConfig;
import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.config.EtcdConfig;
import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.journal.JournalConfig;
import io.pgbaton.runtime.journal.JournalSettings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole of backup-agent.yaml.
 *
 * @param stateDir runs of pgBackRest leave here what they say
 * @param wrapper runs pgBackRest so that it outlives this agent
 * @param pgbackrestConfig empty for pgBackRest's own default
 * @param drill empty when it restores nothing to see whether it can
 * @param members of Patroni clusters on this host, which this agent may restore; none beside a repository
 */
public record BackupAgentConfig(
        String node,
        HostPort http,
        Path stateDir,
        JournalSettings journal,
        BusSettings bus,
        EtcdSettings etcd,
        Path wrapper,
        Optional<Path> pgbackrestConfig,
        LimitsConfig limits,
        Optional<DrillConfig> drill,
        List<StanzaConfig> stanzas,
        List<MemberConfig> members) {
    /** DESIGN 6: beside 7480 and 7481. */
    private static final HostPort DEFAULT_HTTP = new HostPort("0.0.0.0", 7482);

    private static final Path DEFAULT_STATE = Path.of("/var/lib/pgbaton/backup-agent");
    private static final Path DEFAULT_WRAPPER = Path.of("/usr/lib/pgbaton/bin/pgbaton-pgbackrest");

    private record PgBackRest(Path wrapper, Optional<Path> config) {}

    /** @throws IllegalArgumentException when two stanzas have one name, or there is nothing to do */
    public BackupAgentConfig {
        stanzas = List.copyOf(stanzas);
        members = List.copyOf(members);
        if (stanzas.isEmpty() && members.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is nothing for this agent: name `stanzas` beside a repository, `members` beside a database");
        }
        Set<String> names = new HashSet<>();
        stanzas.stream()
                .map(StanzaConfig::name)
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("stanza " + name + " is named twice under `stanzas`");
                });
    }

    public static BackupAgentConfig read(ConfigNode node) {
        String name = node.text("node")
                .must(Check.matching("[a-zA-Z0-9._-]{1,60}", "one word of letters, digits, dots and dashes"))
                .required();
        HostPort http = node.hostPort("http").orElse(DEFAULT_HTTP);
        Path state = node.path("stateDir").orElse(DEFAULT_STATE);
        JournalSettings journal = JournalConfig.read(node, "backup-agent");
        BusSettings bus = node.block("bus", BusConfig::read).required();
        EtcdSettings etcd = node.block("etcd", EtcdConfig::read).required();
        PgBackRest pgbackrest = node.block("pgbackrest", BackupAgentConfig::pgbackrest)
                .orElse(new PgBackRest(DEFAULT_WRAPPER, Optional.empty()));
        LimitsConfig limits = node.block("limits", LimitsConfig::read).orElse(LimitsConfig.USUAL);
        Optional<DrillConfig> drill = node.block("drill", DrillConfig::read).optional();
        List<StanzaConfig> stanzas = node.list("stanzas", StanzaConfig::read).orElse(List.of());
        List<MemberConfig> members = node.list("members", MemberConfig::read).orElse(List.of());
        return new BackupAgentConfig(
                name,
                http,
                state,
                journal,
                bus,
                etcd,
                pgbackrest.wrapper(),
                pgbackrest.config(),
                limits,
                drill,
                stanzas,
                members);
    }

    /** Each once, in the order of the file. */
    public List<Scope> scopes() {
        return Stream.concat(
                        stanzas.stream().map(StanzaConfig::scope),
                        members.stream().map(MemberConfig::scope))
                .distinct()
                .collect(Collectors.toList());
    }

    public List<MemberConfig> membersOf(Scope scope) {
        return members.stream().filter(member -> member.scope().equals(scope)).toList();
    }

    public List<StanzaConfig> stanzasOf(Scope scope) {
        return stanzas.stream().filter(stanza -> stanza.scope().equals(scope)).toList();
    }

    private static PgBackRest pgbackrest(ConfigNode node) {
        return new PgBackRest(
                node.path("wrapper").orElse(DEFAULT_WRAPPER),
                node.path("config").optional());
    }
}
