package io.pgbaton.sim.bus;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reads one topic in order from an offset on, now and then a little late. */
final class SimReader {
    private static final long TRY_AGAIN = 300 * MILLIS;

    private final SimBus bus;
    private final Topic topic;
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final BooleanSupplier reachable;
    private final Handler handler;
    private long next;
    private boolean planned;
    private boolean closed;

    /** Takes one record in; the reader goes on only when this returns. */
    interface Handler {
        void read(long offset, BusRecord record);
    }

    /** Whose reader it is: what it reads, from where, and whether its host reaches the broker. */
    record Place(Topic topic, long from, BooleanSupplier reachable) {}

    SimReader(SimBus bus, SimScheduler scheduler, SimRandom random, Place place, Handler handler) {
        this.bus = bus;
        this.topic = place.topic();
        this.scheduler = scheduler;
        this.random = random;
        this.reachable = place.reachable();
        this.next = place.from();
        this.handler = handler;
        bus.listen((t, record) -> {
            if (t == topic) {
                readAfter(random.between(MILLIS, 10 * MILLIS));
            }
        });
        readAfter(MILLIS);
    }

    /** The group's offset was not committed in time: some records come again. */
    void goBack(long records) {
        next = Math.max(0, next - records);
        readAfter(MILLIS);
    }

    /** @return the offset from which another would go on */
    long close() {
        closed = true;
        return next;
    }

    private void readAfter(long delay) {
        if (!planned && !closed) {
            planned = true;
            scheduler.after(delay, this::read);
        }
    }

    private void read() {
        planned = false;
        if (closed) {
            return;
        }
        if (bus.away() || !reachable.getAsBoolean()) {
            readAfter(TRY_AGAIN);
            return;
        }
        List<BusRecord> log = bus.log(topic);
        int most = (int) random.between(1, 20);
        for (int i = 0; i < most && next < log.size() && !closed; i++) {
            long offset = next++;
            handler.read(offset, log.get((int) offset));
        }
        if (next < log.size()) {
            readAfter(random.between(MILLIS, 3 * MILLIS));
        }
    }
}
