package io.pgbaton.coordinator.config;

import io.pgbaton.coordinator.decide.Stability;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.healing.HealingPolicy;
import io.pgbaton.coordinator.decide.rehearsal.Schedule;
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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole of coordinator.yaml.
 *
 * @param name of this coordinator on the bus; each needs one of its own
 * @param etcd where scopes live that are not named
 * @param elsewhere scopes that live in another etcd
 * @param handoverTimeout DESIGN 4, 30 s unless said otherwise
 * @param flapping R11, three handovers within an hour unless said otherwise
 * @param rehearsal every 5 minutes, within 2 s, unless said otherwise
 * @param backups policies by scope; a scope that has none is backed up when somebody asks
 * @param healing policies by scope; of a scope that has none no member is rebuilt but when somebody asks
 */
public record CoordinatorConfig(
        String name,
        HostPort http,
        JournalSettings journal,
        BusSettings bus,
        EtcdSettings etcd,
        Map<Scope, EtcdSettings> elsewhere,
        Duration handoverTimeout,
        Stability.Limits flapping,
        Schedule rehearsal,
        Map<Scope, List<Policy>> backups,
        Map<Scope, HealingPolicy> healing) {
    /** DESIGN 6. */
    private static final HostPort DEFAULT_HTTP = new HostPort("0.0.0.0", 7481);

    private static final EtcdSettings NO_ETCD = EtcdSettings.of(List.of("http://127.0.0.1:2379"));

    private record Named(Scope scope, EtcdSettings etcd) {}

    public CoordinatorConfig {
        elsewhere = Map.copyOf(elsewhere);
        backups = Map.copyOf(backups);
        healing = Map.copyOf(healing);
    }

    public static CoordinatorConfig read(ConfigNode node) {
        Map<Scope, EtcdSettings> elsewhere = new LinkedHashMap<>();
        String name = node.text("name")
                .must(Check.matching("[a-zA-Z0-9._-]{1,60}", "one word of letters, digits, dots and dashes"))
                .required();
        HostPort http = node.hostPort("http").orElse(DEFAULT_HTTP);
        JournalSettings journal = JournalConfig.read(node, "coordinator");
        BusSettings bus = node.block("bus", BusConfig::read).required();
        EtcdSettings etcd = node.block("etcd", EtcdConfig::read).required();
        Duration timeout = node.duration("handoverTimeout")
                .must(Check.between(Duration.ofSeconds(5), Duration.ofMinutes(10)))
                .orElse(Duration.ofSeconds(30));
        Stability.Limits flapping =
                node.block("flapping", CoordinatorConfig::flapping).orElse(Stability.Limits.USUAL);
        Schedule rehearsal =
                node.block("rehearsal", CoordinatorConfig::rehearsal).orElse(Schedule.USUAL);
        Map<Scope, List<Policy>> backups = BackupsConfig.read(node);
        Map<Scope, HealingPolicy> healing = HealingConfig.read(node);
        for (Named named : node.list("clusters", CoordinatorConfig::named).orElse(List.of())) {
            if (elsewhere.put(named.scope(), named.etcd()) != null) {
                throw new IllegalArgumentException(named.scope() + " is named twice under `clusters`");
            }
        }
        return new CoordinatorConfig(
                name,
                http,
                journal,
                bus,
                etcd == null ? NO_ETCD : etcd,
                elsewhere,
                timeout,
                flapping,
                rehearsal,
                backups,
                healing);
    }

    public EtcdSettings etcdOf(Scope scope) {
        return elsewhere.getOrDefault(scope, etcd);
    }

    public List<Policy> backupsOf(Scope scope) {
        return backups.getOrDefault(scope, List.of());
    }

    /** Empty: members of it are rebuilt when somebody asks. */
    public Optional<HealingPolicy> healingOf(Scope scope) {
        return Optional.ofNullable(healing.get(scope));
    }

    private static Stability.Limits flapping(ConfigNode node) {
        Stability.Limits usual = Stability.Limits.USUAL;
        long count = node.integer("count").must(Check.between(2L, 100L)).orElse((long) usual.count());
        Duration window = node.duration("window")
                .must(Check.between(Duration.ofMinutes(1), Duration.ofDays(7)))
                .orElse(usual.window());
        return new Stability.Limits((int) count, window);
    }

    private static Schedule rehearsal(ConfigNode node) {
        Duration every = node.duration("every")
                .must(new Check<>(
                        value -> value.isZero()
                                || (value.compareTo(Duration.ofSeconds(10)) >= 0
                                        && value.compareTo(Duration.ofDays(1)) <= 0),
                        "between 10s and 1d, or 0s for never"))
                .orElse(Schedule.USUAL.every());
        Duration budget = node.duration("budget")
                .must(Check.between(Duration.ofMillis(100), Duration.ofMinutes(1)))
                .orElse(Schedule.USUAL.budget());
        return new Schedule(every, budget);
    }

    private static Named named(ConfigNode node) {
        Scope scope = ScopeNames.scope(node);
        return new Named(scope, node.block("etcd", EtcdConfig::read).required());
    }
}
