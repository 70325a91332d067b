package io.pgbaton.nodeagent.decide.leadership;

/**
 * Patroni's failover key: a switchover somebody asked for. Patroni never deletes it in etcd v3, it writes <code>{}</code>.
 *
 * @param leader the member that shall give up, empty when the request does not say (a manual failover)
 * @param candidate the member that shall follow, empty for any
 * @param scheduledAt ISO 8601 as Patroni wrote it, empty for at once
 */
public record FailoverRequest(String leader, String candidate, String scheduledAt, long modRevision) {
    public boolean scheduled() {
        return !scheduledAt.isEmpty();
    }
}
