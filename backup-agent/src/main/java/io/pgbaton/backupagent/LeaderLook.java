package io.pgbaton.backupagent;

import io.pgbaton.backupagent.decide.upgrade.RunningCluster;
import io.pgbaton.backupagent.restore.PatroniRest;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the leader of a scope is, as its own Patroni says: the one whom the leader key in etcd names. */
final class LeaderLook {
    /** etcd's own deadline is shorter. */
    private static final long LONGEST_SECONDS = 5;

    private final Etcd etcd;
    private final Scope scope;
    private final PatroniKeys keys;

    LeaderLook(Etcd etcd, Scope scope) {
        this.etcd = etcd;
        this.scope = scope;
        this.keys = new PatroniKeys(scope);
    }

    /**
     * Blocks for some seconds at most; not on the event loop.
     *
     * @throws IOException when it is not known, with the reason
     */
    RunningCluster cluster() throws IOException {
        Snapshot found = read();
        String leader = found.get(keys.leader())
                .map(Entry::value)
                .orElseThrow(() -> new IOException("etcd has no leader of " + scope));
        String member = found.get(keys.member(leader))
                .map(Entry::value)
                .orElseThrow(() -> new IOException("etcd does not know " + leader + ", the leader of " + scope));
        return new PatroniRest(api(leader, member)).cluster(scope.name(), leader);
    }

    private static URI api(String leader, String member) throws IOException {
        try {
            String url = new JsonObject(member).getString("api_url");
            if (url != null) {
                return URI.create(url).resolve("/");
            }
        } catch (DecodeException | ClassCastException | IllegalArgumentException none) {
            throw new IOException("the key of " + leader + " in etcd cannot be read: " + none.getMessage(), none);
        }
        throw new IOException("the key of " + leader + " in etcd has no api_url");
    }

    private Snapshot read() throws IOException {
        try {
            return etcd.read(List.of(Range.key(keys.leader()), Range.prefix(keys.members())))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException away) {
            throw new IOException("etcd does not say who leads " + scope + ": " + away.getMessage(), away);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
