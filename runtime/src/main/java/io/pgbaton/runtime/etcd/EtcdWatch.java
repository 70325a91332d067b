package io.pgbaton.runtime.etcd;

import io.etcd.jetcd.api.Event;
import io.pgbaton.runtime.etcd.WatchSignal.Changes;
import io.pgbaton.runtime.etcd.WatchView.KeyEvent;
import io.vertx.core.AsyncResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every change of some ranges, once and in order, whatever happens to single members.
 *
 * <p>One watch a member, the first to tell wins. A watch alone is not trusted: on any end of any watch, and every
 * five seconds anyway, the ranges are read again (linearizable) and what was not told is told then. A leader key is
 * written once and then only kept alive, so a change that is missed never repeats itself.
 */
public final class EtcdWatch {
    private static final Logger log = LoggerFactory.getLogger(EtcdWatch.class);

    private static final long REREAD_MILLIS = 5000;
    private static final long FIRST_BACKOFF_MILLIS = 100;
    private static final long LONGEST_BACKOFF_MILLIS = 1000;

    private final Etcd etcd;
    private final List<Range> ranges;
    private final Highwater highwater;
    private final Consumer<WatchSignal> listener;
    private final WatchView view;
    private final List<MemberWatch> watches;
    private final Set<MemberWatch> broken = new HashSet<>();
    private boolean started;
    private boolean closed;
    private boolean reading;
    private boolean readAgain;
    private boolean unreachable;
    private long backoff = FIRST_BACKOFF_MILLIS;
    private long timer = -1;

    EtcdWatch(Etcd etcd, List<Range> ranges, Highwater highwater, Consumer<WatchSignal> listener) {
        refuseOverlap(ranges);
        this.etcd = etcd;
        this.ranges = List.copyOf(ranges);
        this.highwater = highwater;
        this.listener = listener;
        this.view = new WatchView(ranges.size());
        this.watches = etcd.members().stream()
                .map(member -> new MemberWatch(member, this))
                .toList();
    }

    /** No signal comes after this, when it is called on the context. */
    public void close() {
        etcd.link().run(() -> {
            closed = true;
            etcd.link().cancel(timer);
            watches.forEach(MemberWatch::close);
        });
    }

    void start() {
        read();
    }

    /** Reads again at once; what was not told yet is told then. From any thread. */
    public void readNow() {
        etcd.link().run(this::read);
    }

    List<Range> ranges() {
        return ranges;
    }

    long nextRevisionOf(int range) {
        return view.nextOf(range);
    }

    boolean isOfCluster(long clusterId) {
        return clusterId == view.clusterId();
    }

    void established(MemberWatch watch) {
        if (broken.remove(watch)) {
            log.info("An etcd member is watched again. member={}", watch.endpoint());
        }
    }

    void ended(MemberWatch watch, EtcdException why) {
        if (broken.add(watch)) {
            log.warn(
                    "The watch on an etcd member ended, the keys are read again. failure={} reason={}",
                    why.failure(),
                    why.getMessage());
        }
        read();
    }

    /** One answer may hold several revisions, but never a part of one. */
    void received(int range, List<Event> events) {
        Map<Long, List<KeyEvent>> byRevision = new TreeMap<>();
        for (Event event : events) {
            Entry entry = Wire.entry(event.getKv());
            Optional<Entry> after = event.getType() == Event.EventType.DELETE ? Optional.empty() : Optional.of(entry);
            byRevision
                    .computeIfAbsent(entry.modRevision(), revision -> new ArrayList<>())
                    .add(new KeyEvent(entry.key(), after));
        }
        byRevision.forEach((revision, batch) -> tell(revision, view.apply(range, revision, batch), false));
    }

    private void read() {
        if (closed || reading) {
            readAgain = reading;
            return;
        }
        etcd.link().cancel(timer);
        reading = true;
        long highestBefore = view.highest();
        etcd.read(ranges).onComplete(answer -> {
            reading = false;
            if (!closed) {
                answered(answer, highestBefore);
                readLater(answer.succeeded());
            }
        });
    }

    private void readLater(boolean answered) {
        if (readAgain && answered) {
            readAgain = false;
            read();
            return;
        }
        timer = etcd.link().after(answered ? REREAD_MILLIS : backoff, this::read);
        backoff = answered ? FIRST_BACKOFF_MILLIS : Math.min(backoff * 2, LONGEST_BACKOFF_MILLIS);
    }

    private void answered(AsyncResult<Snapshot> answer, long highestBefore) {
        if (answer.failed()) {
            unreachable(answer.cause());
            return;
        }
        if (unreachable) {
            unreachable = false;
            listener.accept(new WatchSignal.Reachable());
        }
        Snapshot snapshot = answer.result();
        boolean rewound = started ? isRewound(snapshot, highestBefore) : highwater.isAbove(snapshot);
        if (rewound) {
            rewind(snapshot, started ? highestBefore : highwater.highest());
        }
        highwater.observe(snapshot.clusterId(), snapshot.revision());
        List<Change> changes = view.catchUp(ranges, snapshot);
        if (started && rewound) {
            listener.accept(new Changes(view.clusterId(), snapshot.revision(), changes, true));
        } else if (started) {
            tell(snapshot.revision(), changes, true);
        } else {
            listener.accept(new WatchSignal.First(snapshot));
        }
        if (!started || rewound) {
            started = true;
            watches.forEach(MemberWatch::open);
        }
    }

    /** Compared with what was known when the read was sent: a watch may have told newer changes since. */
    private boolean isRewound(Snapshot snapshot, long highestBefore) {
        return snapshot.clusterId() != view.clusterId() || snapshot.revision() < highestBefore;
    }

    private void rewind(Snapshot snapshot, long highest) {
        log.error(
                "etcd is not the store that it was: restored from a backup, or another cluster. Its revisions start a"
                        + " new count. highestSeen={} now={} clusterId={}",
                highest,
                snapshot.revision(),
                Long.toHexString(snapshot.clusterId()));
        view.rewind();
        highwater.restart(snapshot.clusterId(), snapshot.revision());
        listener.accept(new WatchSignal.Rewound(highest, snapshot.revision(), snapshot.clusterId()));
    }

    private void unreachable(Throwable cause) {
        if (!unreachable) {
            unreachable = true;
            listener.accept(new WatchSignal.Unreachable(EtcdException.kindOf(cause), cause.getMessage()));
        }
    }

    private void tell(long revision, List<Change> changes, boolean afterGap) {
        if (!changes.isEmpty() && !closed) {
            highwater.observe(view.clusterId(), revision);
            listener.accept(new Changes(view.clusterId(), revision, changes, afterGap));
        }
    }

    private static void refuseOverlap(List<Range> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            for (Range other : ranges.subList(i + 1, ranges.size())) {
                if (ranges.get(i).overlaps(other)) {
                    throw new IllegalArgumentException(
                            "a change would be told twice: " + ranges.get(i).key() + " overlaps " + other.key());
                }
            }
        }
    }
}
