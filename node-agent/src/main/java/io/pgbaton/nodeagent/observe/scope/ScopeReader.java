package io.pgbaton.nodeagent.observe.scope;

import io.pgbaton.nodeagent.decide.leadership.FailoverRequest;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.runtime.etcd.Entry;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Patroni's keys, read as it writes them (3.0.2 and 4.x; the layout is in Patroni's {@code dcs/etcd3.py}). A value that is
 * not what it should be reads as absent: Patroni repairs its own keys, and half a truth would be worse than none.
 *
 * <p>Epochs, and the revisions of single keys, are told with the count that they are of ({@link CountedRevision}).
 */
public final class ScopeReader {
    private final PatroniKeys keys;
    private final LongSupplier count;

    /** @param count how often etcd was restored */
    public ScopeReader(PatroniKeys keys, LongSupplier count) {
        this.keys = keys;
        this.count = count;
    }

    public ScopeReading read(long revision, Map<String, Entry> entries) {
        Json config = Json.of(entries.get(keys.config()));
        return new ScopeReading(
                CountedRevision.of(count.getAsLong(), revision),
                leader(entries.get(keys.leader())),
                members(entries),
                failover(entries.get(keys.failover())),
                config.flag("pause"),
                Json.of(entries.get(keys.failsafe())).hasAny(),
                config.below("standby_cluster").hasAny(),
                config.texts().keySet(),
                Optional.ofNullable(entries.get(keys.config()))
                        .map(this::modified)
                        .orElse(0L),
                Optional.ofNullable(entries.get(keys.initialize()))
                        .map(Entry::value)
                        .orElse(""),
                Json.of(entries.get(keys.status())).number("optime"),
                failsafeAfter(config),
                HistoryReader.read(entries.get(keys.history())));
    }

    /**
     * A cycle may just have ended when etcd goes silent; the next one tries twice for retry_timeout before it asks the
     * other members (seen with 3.0.2: 29.3 s at the defaults). Patroni's defaults where the configuration says nothing.
     */
    private static Duration failsafeAfter(Json config) {
        return config.flag("failsafe_mode")
                ? Duration.ofSeconds(config.number("loop_wait", 10) + 2 * config.number("retry_timeout", 10))
                : Duration.ZERO;
    }

    private Optional<LeaderReading> leader(Entry entry) {
        return entry == null || entry.value().isEmpty()
                ? Optional.empty()
                : Optional.of(new LeaderReading(entry.value(), modified(entry), entry.createRevision(), entry.lease()));
    }

    private Map<String, MemberReading> members(Map<String, Entry> entries) {
        Map<String, MemberReading> members = new HashMap<>();
        entries.values()
                .forEach(entry -> keys.memberOf(entry.key()).ifPresent(name -> members.put(name, member(name, entry))));
        return members;
    }

    private MemberReading member(String name, Entry entry) {
        Json json = Json.of(entry);
        URI url = uri(json.text("conn_url"));
        return new MemberReading(
                name,
                json.text("role"),
                json.text("state"),
                json.number("timeline"),
                json.number("xlog_location"),
                json.text("api_url"),
                Optional.ofNullable(url.getHost()).orElse(""),
                Math.max(0, url.getPort()),
                json.text("version"),
                json.below("tags").texts(),
                modified(entry));
    }

    private Optional<FailoverRequest> failover(Entry entry) {
        Json json = Json.of(entry);
        String leader = json.text("leader");
        String candidate = json.text("member");
        return leader.isEmpty() && candidate.isEmpty()
                ? Optional.empty()
                : Optional.of(new FailoverRequest(leader, candidate, json.text("scheduled_at"), modified(entry)));
    }

    private long modified(Entry entry) {
        return CountedRevision.of(count.getAsLong(), entry.modRevision());
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return URI.create("");
        }
    }
}
