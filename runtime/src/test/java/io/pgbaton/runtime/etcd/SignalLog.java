package io.pgbaton.runtime.etcd;

import io.pgbaton.runtime.etcd.WatchSignal.Changes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What a watch told, in order, to be awaited by a test. */
final class SignalLog implements Consumer<WatchSignal> {
    private final List<WatchSignal> signals = new CopyOnWriteArrayList<>();

    @Override
    public void accept(WatchSignal signal) {
        signals.add(signal);
    }

    List<WatchSignal> all() {
        return List.copyOf(signals);
    }

    <T extends WatchSignal> List<T> of(Class<T> kind) {
        return signals.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends WatchSignal> T await(Class<T> kind) {
        await("a " + kind.getSimpleName(), kind::isInstance);
        return of(kind).get(0);
    }

    void await(String what, Predicate<WatchSignal> wanted) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> signals.stream().anyMatch(wanted));
    }

    void awaitValue(String key, String value) {
        await(key + "=" + value, signal -> valuesIn(signal, key).contains(value));
    }

    /** The values that a key was told to have, in order, deletions as {@code -}. */
    List<String> valuesOf(String key) {
        return signals.stream()
                .flatMap(signal -> valuesIn(signal, key).stream())
                .toList();
    }

    private static List<String> valuesIn(WatchSignal signal, String key) {
        if (!(signal instanceof Changes changes)) {
            return List.of();
        }
        return changes.changes().stream()
                .filter(change -> change.key().equals(key))
                .map(change -> change.after().map(Entry::value).orElse("-"))
                .toList();
    }
}
