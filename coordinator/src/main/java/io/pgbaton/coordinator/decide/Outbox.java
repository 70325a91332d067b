package io.pgbaton.coordinator.decide;

import io.pgbaton.proto.bus.BusRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What this coordinator says.
 *
 * @param published ids that are on the bus
 * @param held public facts that wait until handover.started stands before them
 * @param patienceOver they have waited long enough for etcd: facts go out without it
 * @param pending id of the handover that opens as soon as the one before it is closed; empty when none waits
 */
public record Outbox(RecentIds published, List<BusRecord> held, boolean patienceOver, String pending) {
    /** Some handovers' worth of facts. */
    private static final int MOST_HELD = 256;

    static final Outbox EMPTY = new Outbox(RecentIds.NONE, List.of(), false, "");

    public Outbox {
        held = List.copyOf(held);
    }

    static Outbox of(Set<String> published) {
        return new Outbox(RecentIds.of(published), List.of(), false, "");
    }

    boolean hasRoom() {
        return !patienceOver && held.size() < MOST_HELD;
    }

    Outbox published(String id) {
        return new Outbox(published.with(id), held, patienceOver, pending);
    }

    Outbox hold(BusRecord fact) {
        List<BusRecord> more = new ArrayList<>(held);
        more.add(fact);
        return new Outbox(published.with(fact.id()), more, patienceOver, pending);
    }

    Outbox released() {
        return new Outbox(published, List.of(), patienceOver, pending);
    }

    Outbox withPatienceOver(boolean over) {
        return new Outbox(published, held, over, pending);
    }

    Outbox withPending(String handoverId) {
        return new Outbox(published, held, patienceOver, handoverId);
    }
}
