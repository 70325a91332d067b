package io.pgbaton.coordinator.decide.rehearsal;

import io.pgbaton.proto.v1.Hop;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long each part of the path took. Of each name the longest is kept, with the node that took it. */
final class Hops {
    static final String SIGHT = "sight";
    static final String BUS = "bus";
    static final String TOTAL = "total";
    private static final String PUT = "put";
    private static final long NANOS_PER_MICRO = 1000;

    private final Rehearsal rehearsal;
    private final Map<String, Hop> longest = new LinkedHashMap<>();

    private Hops(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    static List<Hop> of(Rehearsal rehearsal, long now) {
        return new Hops(rehearsal).measured(now);
    }

    private List<Hop> measured(long now) {
        Asked asked = rehearsal.asked();
        if (asked.putTook() > 0) {
            add(PUT, "", 0, asked.putTook());
        }
        asked.seen().forEach((node, at) -> add(SIGHT, node, 0, at - asked.at()));
        rehearsal.answers().forEach(this::answer);
        List<Hop> hops = new ArrayList<>(longest.values());
        hops.add(hop(TOTAL, "", 0, now - rehearsal.begun()));
        return hops;
    }

    /** Nobody but the agent knows when it began; its own work taken off, the bus took the rest of the round trip. */
    private void answer(String node, Rehearsal.Answer answer) {
        RehearsalAnswered said = answer.said();
        long sent = rehearsal.opened() - rehearsal.begun();
        long own = said.getDurationUs() * NANOS_PER_MICRO;
        long bus = Math.max(0, answer.at() - rehearsal.opened() - own);
        add(BUS, node, sent, bus);
        for (RehearsalStep step : said.getStepsList()) {
            String where = step.getDirector().isEmpty() ? node : node + "/" + step.getDirector();
            add(step.getName(), where, sent + bus / 2, step.getDurationUs() * NANOS_PER_MICRO);
        }
    }

    private void add(String name, String where, long start, long length) {
        longest.merge(
                name,
                hop(name, where, start, length),
                (one, other) -> other.getDurationUs() > one.getDurationUs() ? other : one);
    }

    private static Hop hop(String name, String where, long start, long length) {
        return Hop.newBuilder()
                .setName(name)
                .setWhere(where)
                .setStartUs(micros(start))
                .setDurationUs(micros(length))
                .build();
    }

    static long micros(long nanos) {
        return nanos / NANOS_PER_MICRO;
    }
}
