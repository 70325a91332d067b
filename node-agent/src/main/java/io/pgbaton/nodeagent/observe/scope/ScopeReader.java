package io.pgbaton.nodeagent.observe.scope;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.nodeagent.decide.leadership.FailoverRequest;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.runtime.etcd.Entry;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Patroni's keys, read as it writes them (3.0.2 and 4.x; the layout is in Patroni's {@code dcs/etcd3.py}). A value that is
 * not what it should be reads as absent: Patroni repairs its own keys, and half a truth would be worse than none.
 */
public final class ScopeReader {
    private final PatroniKeys keys;

    public ScopeReader(PatroniKeys keys) {
        this.keys = keys;
    }

    public ScopeReading read(long revision, Map<String, Entry> entries) {
        JsonNode config = Json.of(entries.get(keys.config()));
        return new ScopeReading(
                revision,
                leader(entries.get(keys.leader())),
                members(entries),
                failover(entries.get(keys.failover())),
                config.path("pause").asBoolean(false),
                Json.of(entries.get(keys.failsafe())).size() > 0,
                config.path("standby_cluster").size() > 0,
                names(config),
                Optional.ofNullable(entries.get(keys.config()))
                        .map(Entry::modRevision)
                        .orElse(0L),
                Optional.ofNullable(entries.get(keys.initialize()))
                        .map(Entry::value)
                        .orElse(""),
                Json.of(entries.get(keys.status())).path("optime").asLong(0));
    }

    static Optional<LeaderReading> leader(Entry entry) {
        return entry == null || entry.value().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new LeaderReading(entry.value(), entry.modRevision(), entry.createRevision(), entry.lease()));
    }

    private Map<String, MemberReading> members(Map<String, Entry> entries) {
        Map<String, MemberReading> members = new HashMap<>();
        entries.values()
                .forEach(entry -> keys.memberOf(entry.key()).ifPresent(name -> members.put(name, member(name, entry))));
        return members;
    }

    private static MemberReading member(String name, Entry entry) {
        JsonNode json = Json.of(entry);
        URI url = uri(json.path("conn_url").asText(""));
        Map<String, String> tags = new HashMap<>();
        json.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return new MemberReading(
                name,
                json.path("role").asText(""),
                json.path("state").asText(""),
                json.path("timeline").asLong(0),
                json.path("xlog_location").asLong(0),
                json.path("api_url").asText(""),
                Optional.ofNullable(url.getHost()).orElse(""),
                Math.max(0, url.getPort()),
                json.path("version").asText(""),
                tags,
                entry.modRevision());
    }

    private static Optional<FailoverRequest> failover(Entry entry) {
        JsonNode json = Json.of(entry);
        String leader = json.path("leader").asText("");
        String candidate = json.path("member").asText("");
        return leader.isEmpty() && candidate.isEmpty()
                ? Optional.empty()
                : Optional.of(new FailoverRequest(
                        leader, candidate, json.path("scheduled_at").asText(""), entry.modRevision()));
    }

    private static Set<String> names(JsonNode config) {
        Set<String> names = new HashSet<>();
        config.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return URI.create("");
        }
    }
}
