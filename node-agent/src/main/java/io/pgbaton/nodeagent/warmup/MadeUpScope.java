package io.pgbaton.nodeagent.warmup;

import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.observe.scope.ScopeReader;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.runtime.etcd.Entry;
import java.util.HashMap;
import java.util.Map;

/** Two members as Patroni would write them into etcd. */
final class MadeUpScope {
    private static final String CONFIG = "{\"ttl\":30,\"loop_wait\":10,\"retry_timeout\":10,\"failsafe_mode\":true}";
    private static final String MEMBER =
            """
            {"conn_url":"postgres://192.0.2.1:5432/postgres","api_url":"http://192.0.2.1:8008/patroni","state":"running",\
            "role":"replica","version":"3.0.2","xlog_location":67108960,"timeline":1,"tags":{"nofailover":false}}""";

    private final PatroniKeys keys = new PatroniKeys(WarmUp.SCOPE);
    private final ScopeReader reader = new ScopeReader(keys, () -> 0);

    /** Nobody leads, and a switchover is asked for. */
    ScopeReading vacant(long revision) {
        Map<String, Entry> entries = entries(revision);
        String asked = "{\"leader\":\"" + WarmUp.THERE + "\",\"member\":\"" + WarmUp.HERE + "\"}";
        put(entries, keys.failover(), asked, revision);
        return reader.read(revision, entries);
    }

    ScopeReading led(String leader, long epoch) {
        Map<String, Entry> entries = entries(epoch);
        put(entries, keys.leader(), leader, epoch);
        return reader.read(epoch, entries);
    }

    private Map<String, Entry> entries(long revision) {
        Map<String, Entry> entries = new HashMap<>();
        put(entries, keys.config(), CONFIG, 1);
        put(entries, keys.initialize(), "7000000000000000001", 1);
        put(entries, keys.status(), "{\"optime\":67108960}", revision);
        put(
                entries,
                keys.history(),
                "[[1,67108960,\"no recovery target specified\",\"2026-01-01T00:00:00+00:00\"]]",
                1);
        put(entries, keys.member(WarmUp.HERE), MEMBER, revision);
        put(entries, keys.member(WarmUp.THERE), MEMBER, revision);
        return entries;
    }

    private static void put(Map<String, Entry> entries, String key, String value, long revision) {
        entries.put(key, new Entry(key, value, revision, revision, 1, 7));
    }
}
