package io.pgbaton.coordinator.config;

import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;

/** What an entry is about. */
final class ScopeNames {
    private static final Scope STAND_IN = new Scope("namespace", "scope");

    private ScopeNames() {}

    static Scope scope(ConfigNode node) {
        return node.text("scope")
                .as("<namespace>/<scope>, as in service/demo", STAND_IN, Scope::parse)
                .required();
    }

    /** Called as the scope when it is not said. */
    static String stanza(ConfigNode node, Scope scope) {
        return node.text("stanza")
                .must(Check.matching("[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}", "the name of a stanza as pgBackRest knows it"))
                .orElse(scope.name());
    }
}
