package io.pgbaton.coordinator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.coordinator.decide.restore.Going;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.MemberHealing;
import io.pgbaton.runtime.metrics.Metrics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is so of each scope that this coordinator handles, as it describes it on the bus. */
final class ScopeGauges {
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "leader.epoch", "mod_revision of the leader key, as the coordinator of the scope knows it",
            "flapping", "1 while too many handovers wait to be acknowledged",
            "restore.open", "1 while a cluster or a member is being restored",
            "restore.failed", "1 while a restore stands still and waits for a person",
            "members.broken", "Members that will not come back by themselves");

    private final MeterRegistry registry;
    private final Map<Scope, Map<String, AtomicLong>> values = new ConcurrentHashMap<>();

    ScopeGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    void described(Scope scope, ClusterState described) {
        Map<String, AtomicLong> of = values.computeIfAbsent(scope, this::gauges);
        of.get("leader.epoch").set(described.getEpoch());
        of.get("flapping").set(described.hasFlapping() ? 1 : 0);
        Going restore = Going.takenOver(described.getRestore(), 0);
        of.get("restore.failed").set(restore.isFailed() ? 1 : 0);
        of.get("restore.open").set(restore.isOpen() ? 1 : 0);
        of.get("members.broken")
                .set(described.getHealingList().stream()
                        .filter(MemberHealing::hasBroken)
                        .count());
    }

    void forget(Scope scope) {
        if (values.remove(scope) != null) {
            DESCRIPTIONS.keySet().forEach(name -> registry.find(Metrics.PREFIX + name)
                    .tags(tags(scope))
                    .gauges()
                    .forEach(registry::remove));
        }
    }

    private Map<String, AtomicLong> gauges(Scope scope) {
        Map<String, AtomicLong> of = new HashMap<>();
        DESCRIPTIONS.forEach((name, description) -> {
            AtomicLong value = new AtomicLong();
            Gauge.builder(Metrics.PREFIX + name, value, AtomicLong::doubleValue)
                    .description(description)
                    .tags(tags(scope))
                    .strongReference(true)
                    .register(registry);
            of.put(name, value);
        });
        return Map.copyOf(of);
    }

    private static Tags tags(Scope scope) {
        return Tags.of("namespace", scope.namespace(), "scope", scope.name());
    }
}
