package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pgbaton.nodeagent.act.CountKey;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.observe.scope.ScopeWatch;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.Highwater;
import io.pgbaton.runtime.etcd.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** R3: an etcd that counts anew begins a new count of epochs, for all agents the same, also for those that come later. */
class RestoredEtcdTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final String LEADER = new PatroniKeys(SCOPE).leader();
    private static final String COUNT = new PgbatonKeys(SCOPE).count();
    /** More than is written before the watches look at the new store: it could not be told from the old one then. */
    private static final int WRITES_THAT_GET_LOST = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    private final EtcdClient etcd = EtcdClient.to(ETCD.settings());
    private final List<ScopeWatch> watches = new ArrayList<>();

    @AfterEach
    void close() {
        watches.forEach(ScopeWatch::close);
        etcd.close();
    }

    @Test
    void r3EpochsGrowOnWhenRevisionsAreGivenASecondTime() {
        for (int n = 0; n < WRITES_THAT_GET_LOST; n++) {
            etcd.put("/elsewhere", Integer.toString(n));
        }
        long first = etcd.put(LEADER, "n1");
        ScopeWatch saw = watch();
        ScopeWatch sawToo = watch();
        await().atMost(PATIENCE).until(() -> epoch(saw) == first && epoch(sawToo) == first);

        ETCD.startEmpty();
        long second = etcd.put(LEADER, "n1");

        assertFalse(second > first, "the revision alone does not tell the newer");
        long expected = CountedRevision.of(1, second);
        await().atMost(PATIENCE).until(() -> epoch(saw) == expected && epoch(sawToo) == expected);
        await().atMost(PATIENCE)
                .until(() -> etcd.read(Range.key(COUNT)).get(COUNT).isPresent());
        assertEquals("1", etcd.read(Range.key(COUNT)).get(COUNT).orElseThrow().value());

        ScopeWatch cameLater = watch();
        await().atMost(PATIENCE).until(() -> epoch(cameLater) == expected);
    }

    @Test
    void whatIsFoundWhileTheCountIsBeingWrittenIsNotForgotten() throws Exception {
        Scope scope = new Scope("service", "other");
        String count = new PgbatonKeys(scope).count();
        etcd.put(count, "0");
        Entry there = etcd.read(Range.key(count)).get(count).orElseThrow();
        CountKey key = new CountKey(etcd.vertx(), etcd.etcd(), scope);
        etcd.context().runOnContext(nothing -> {
            key.raise(Optional.empty(), 1);
            key.raise(Optional.of(there), 1);
        });
        await().atMost(PATIENCE).until(() -> etcd.read(Range.key(count))
                .get(count)
                .filter(entry -> entry.value().equals("1"))
                .isPresent());
    }

    private static long epoch(ScopeWatch watch) {
        return watch.reading().leader().map(LeaderReading::epoch).orElse(0L);
    }

    private ScopeWatch watch() {
        ScopeWatch watch = new ScopeWatch(SCOPE, Highwater.inMemory(etcd.vertx()));
        watches.add(watch);
        CountKey key = new CountKey(etcd.vertx(), etcd.etcd(), SCOPE);
        etcd.context().runOnContext(nothing -> watch.start(etcd.etcd(), new OnlyCounting(key)));
        return watch;
    }

    private record OnlyCounting(CountKey key) implements ScopeWatch.Listener {
        @Override
        public void scopeRead(long clusterId, ScopeReading before, ScopeReading after, boolean afterGap) {}

        @Override
        public void ownKeysRead(long revision, Map<String, Entry> entries) {}

        @Override
        public void etcdLost(String reason) {}

        @Override
        public void etcdRestored() {}

        @Override
        public void etcdRewound(long highest, long now) {}

        @Override
        public void countBehind(Optional<Entry> record, long count) {
            key.raise(record, count);
        }
    }
}
