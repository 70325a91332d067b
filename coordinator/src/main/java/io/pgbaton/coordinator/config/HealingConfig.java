package io.pgbaton.coordinator.config;

import io.pgbaton.coordinator.decide.healing.HealingPolicy;
import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The block {@code healing}: one policy a scope. */
final class HealingConfig {

    private HealingConfig() {}

    private record Named(Scope scope, HealingPolicy policy) {}

    static Map<Scope, HealingPolicy> read(ConfigNode node) {
        Map<Scope, HealingPolicy> policies = new LinkedHashMap<>();
        for (Named named : node.list("healing", HealingConfig::named).orElse(List.of())) {
            if (policies.put(named.scope(), named.policy()) != null) {
                throw new IllegalArgumentException(named.scope() + " is named twice under `healing`");
            }
        }
        return policies;
    }

    private static Named named(ConfigNode node) {
        Scope scope = ScopeNames.scope(node);
        String stanza = ScopeNames.stanza(node, scope);
        Duration after = node.duration("after")
                .must(Check.between(Duration.ofSeconds(10), Duration.ofDays(1)))
                .orElse(Duration.ofMinutes(2));
        long perDay = node.integer("perDay").must(Check.between(1L, 24L)).orElse(2L);
        return new Named(scope, new HealingPolicy(stanza, after, (int) perDay));
    }
}
