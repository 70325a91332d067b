package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.runtime.etcd.WatchView.KeyEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of several copies of a stream is told, and what a read adds. */
class WatchViewTest {
    private static final List<Range> RANGES = List.of(Range.prefix("/a/"), Range.prefix("/b/"));

    private final WatchView view = new WatchView(RANGES.size());

    @Test
    void theFirstCopyOfARevisionIsToldAndTheOthersAreDropped() {
        view.catchUp(RANGES, snapshot(10));

        assertEquals(1, view.apply(0, 11, List.of(put("/a/k", 11))).size());
        assertEquals(List.of(), view.apply(0, 11, List.of(put("/a/k", 11))));
        assertEquals(List.of(), view.apply(0, 10, List.of(put("/a/k", 10))));
        assertEquals(12, view.nextOf(0));
    }

    @Test
    void rangesGoForwardIndependently() {
        view.catchUp(RANGES, snapshot(10));
        view.apply(0, 15, List.of(put("/a/k", 15)));

        assertEquals(1, view.apply(1, 12, List.of(put("/b/k", 12))).size());
        assertEquals(16, view.nextOf(0));
        assertEquals(13, view.nextOf(1));
    }

    @Test
    void aReadTellsWhatNoWatchTold() {
        view.catchUp(RANGES, snapshot(10, entry("/a/stays", 5), entry("/a/goes", 6), entry("/b/changes", 7)));

        List<Change> changes =
                view.catchUp(RANGES, snapshot(20, entry("/a/stays", 5), entry("/b/changes", 18), entry("/b/new", 19)));

        assertEquals(
                List.of(
                        new Change("/a/goes", Optional.of(entry("/a/goes", 6)), Optional.empty()),
                        new Change(
                                "/b/changes",
                                Optional.of(entry("/b/changes", 7)),
                                Optional.of(entry("/b/changes", 18))),
                        new Change("/b/new", Optional.empty(), Optional.of(entry("/b/new", 19)))),
                changes.stream().sorted((x, y) -> x.key().compareTo(y.key())).toList());
    }

    @Test
    void aReadThatIsOlderThanWhatWasToldChangesNothingInThatRange() {
        view.catchUp(RANGES, snapshot(10));
        view.apply(0, 15, List.of(put("/a/k", 15)));

        List<Change> changes = view.catchUp(RANGES, snapshot(12, entry("/b/k", 12)));

        assertEquals(List.of("/b/k"), changes.stream().map(Change::key).toList());
        assertEquals(16, view.nextOf(0));
    }

    @Test
    void aDeletionIsToldWithWhatWasThere() {
        view.catchUp(RANGES, snapshot(10, entry("/a/k", 9)));

        List<Change> changes = view.apply(0, 11, List.of(new KeyEvent("/a/k", Optional.empty())));

        assertEquals(List.of(new Change("/a/k", Optional.of(entry("/a/k", 9)), Optional.empty())), changes);
    }

    private static KeyEvent put(String key, long revision) {
        return new KeyEvent(key, Optional.of(entry(key, revision)));
    }

    private static Entry entry(String key, long revision) {
        return new Entry(key, "v" + revision, revision, 1, 1, 0);
    }

    private static Snapshot snapshot(long revision, Entry... entries) {
        Map<String, Entry> byKey = new HashMap<>();
        for (Entry entry : entries) {
            byKey.put(entry.key(), entry);
        }
        return new Snapshot(7, revision, byKey);
    }
}
