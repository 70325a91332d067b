package io.pgbaton.cli.doctor;

import io.pgbaton.cli.read.HttpGet;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import java.io.IOException;
import java.util.List;

/** Whether Patroni writes this scope where pgbaton can watch it: in etcd's v3 keyspace. */
final class PatroniKeysCheck {
    private static final String ABOUT = "patroni keys";

    private final HttpGet http;
    private final List<String> etcdEndpoints;

    PatroniKeysCheck(HttpGet http, List<String> etcdEndpoints) {
        this.http = http;
        this.etcdEndpoints = etcdEndpoints;
    }

    Finding check(ScopeState state) {
        Scope scope = state.scope();
        if (state.known()) {
            return state.leader()
                    .map(leader -> Finding.ok(ABOUT, scope + " is in etcd's v3 keys, its leader is " + leader))
                    .orElseGet(() -> Finding.warn(
                            ABOUT,
                            scope + " is in etcd's v3 keys and has no leader",
                            "look at `patronictl list` and Patroni's log"));
        }
        if (hasVersion2Keys(scope)) {
            return Finding.fault(
                    ABOUT,
                    "the Patroni of " + scope
                            + " writes etcd v2 keys, and v2 keys cannot be watched as pgbaton needs it",
                    "in patroni.yml write `etcd3:` in place of `etcd:` on every node, then restart Patroni on each");
        }
        return Finding.fault(
                ABOUT,
                "etcd has no v3 key of " + scope,
                "compare `namespace` and `scope` in patroni.yml; where it says `etcd:`, write `etcd3:`");
    }

    /** Any member answers for all; one where the v2 API is off answers 404 for everything. */
    private boolean hasVersion2Keys(Scope scope) {
        return etcdEndpoints.stream().anyMatch(endpoint -> {
            try {
                return http.get(endpoint + "/v2/keys/" + scope.key()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
