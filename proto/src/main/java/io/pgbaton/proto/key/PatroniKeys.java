package io.pgbaton.proto.key;

import io.pgbaton.proto.Scope;
import java.util.Optional;

/**
 * Where Patroni keeps a scope in etcd's v3 keyspace. Read only: pgbaton writes nothing below Patroni's prefix, and deletes there
 * only when a stopped cluster goes back to an earlier state.
 */
public record PatroniKeys(Scope scope) {

    public String prefix() {
        return "/" + scope.key() + "/";
    }

    public String leader() {
        return prefix() + "leader";
    }

    public String members() {
        return prefix() + "members/";
    }

    public String member(String name) {
        return members() + name;
    }

    /** The member's name if this is a member's key. */
    public Optional<String> memberOf(String key) {
        return key.startsWith(members()) ? Optional.of(key.substring(members().length())) : Optional.empty();
    }

    public String config() {
        return prefix() + "config";
    }

    public String status() {
        return prefix() + "status";
    }

    public String history() {
        return prefix() + "history";
    }

    public String sync() {
        return prefix() + "sync";
    }

    public String failsafe() {
        return prefix() + "failsafe";
    }

    public String failover() {
        return prefix() + "failover";
    }

    /** The system identifier; an empty string while the first member bootstraps. */
    public String initialize() {
        return prefix() + "initialize";
    }
}
