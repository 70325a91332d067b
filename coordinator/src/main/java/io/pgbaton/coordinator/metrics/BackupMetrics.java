package io.pgbaton.coordinator.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.coordinator.decide.Action;
import io.pgbaton.coordinator.decide.backup.Work;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.runtime.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The policies of each scope that this coordinator handles. */
public final class BackupMetrics {
    private final MeterRegistry registry;
    /** Written on the loop, read by whoever scrapes. */
    private final Map<Scope, Map<Tags, Boolean>> overdue = new ConcurrentHashMap<>();

    private final Map<Scope, List<Meter>> gauges = new ConcurrentHashMap<>();

    BackupMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** An attempt is over. */
    public void closed(Scope scope, Action.BackupClosed closed) {
        Tags of = tags(scope, closed.policy().stanza(), closed.policy().repo())
                .and("type", type(closed.policy().work(), closed.order().type()))
                .and("result", closed.result().name().toLowerCase(Locale.ROOT));
        count("backup.orders", "Attempts at backups that a policy wanted", of);
    }

    /** Backup agents were asked what is in their repositories. */
    public void looked(Scope scope, boolean answered) {
        Tags of = Tags.of("namespace", scope.namespace(), "scope", scope.name());
        count(
                "backup.looks",
                "Questions to backup agents what is in their repositories",
                of.and("result", answered ? "answered" : "failed"));
    }

    void described(Scope scope, List<BackupPolicyState> policies) {
        Map<Tags, Boolean> known = overdue.computeIfAbsent(scope, missing -> new ConcurrentHashMap<>());
        for (BackupPolicyState policy : policies) {
            if (Work.of(policy.getKind()) != Work.BACKUPS) {
                continue;
            }
            Tags of = tags(scope, policy.getStanza(), policy.getRepo());
            if (known.put(of, policy.getOverdue()) == null) {
                gauges.computeIfAbsent(scope, missing -> new ArrayList<>()).add(gauge(known, of));
            }
        }
    }

    void forget(Scope scope) {
        overdue.remove(scope);
        List<Meter> known = gauges.remove(scope);
        if (known != null) {
            known.forEach(registry::remove);
        }
    }

    private Meter gauge(Map<Tags, Boolean> known, Tags of) {
        return Gauge.builder(Metrics.PREFIX + "backup.overdue", known, all -> all.getOrDefault(of, false) ? 1 : 0)
                .description("1 while the newest backup is older than its policy allows")
                .tags(of)
                .register(registry);
    }

    private void count(String name, String description, Tags of) {
        Counter.builder(Metrics.PREFIX + name)
                .description(description)
                .tags(of)
                .register(registry)
                .increment();
    }

    private static Tags tags(Scope scope, String stanza, int repo) {
        return Tags.of(
                "namespace",
                scope.namespace(),
                "scope",
                scope.name(),
                "stanza",
                stanza,
                "repo",
                Integer.toString(repo));
    }

    private static String type(Work work, BackupType type) {
        return work != Work.BACKUPS
                ? work.word()
                : type.name().substring("BACKUP_TYPE_".length()).toLowerCase(Locale.ROOT);
    }
}
