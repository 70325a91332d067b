package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.check.LeaderHistory.End;
import io.pgbaton.lab.chaos.check.LeaderHistory.Reign;
import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.PrimaryWritable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A reign of which Patroni itself threw away what was committed in it; nothing beside Patroni can prevent that while it lets
 * go on who should not, so these rows are counted, and are no breach of pgbaton's rules. The next promotion may use the same
 * timeline again.
 *
 * @param server whose reign it was
 * @param by who led next
 * @param at when that was seen first
 */
public record Discarded(Cause cause, Server server, String by, Instant at) {
    /** Patroni looks at the key once in its loop_wait (2 s in the lab), and a fast shutdown takes a moment. */
    private static final Duration UNTIL_DEMOTED = Duration.ofSeconds(10);

    /** How Patroni 3.0.2 comes to it. */
    public enum Cause {
        /**
         * Stopped for longer than its ttl and going on, it writes its name over the living key ({@code _update_leader} in {@code
         * dcs/etcd3.py} puts without a comparison), and rewinds the newer primary.
         */
        PUT_OVER,
        /**
         * Started again beside a PostgreSQL that went on as primary without it, it takes the key once that is free, whatever was
         * promoted meanwhile ({@code is_healthiest_node} in {@code ha.py} asks no further where its PostgreSQL leads): a later
         * leader is on an earlier timeline.
         */
        ORPHAN_LED_AGAIN
    }

    /** @param events public events of the scope */
    public static List<Discarded> all(LeaderHistory history, List<BusRecord> events) {
        List<Discarded> found = new ArrayList<>();
        List<Reign> reigns = history.reigns();
        for (int i = 0; i < reigns.size(); i++) {
            Reign reign = reigns.get(i);
            Optional<Discarded> discarded = reign.end() == End.PUT_OVER
                    ? putOver(reign, events)
                    : orphanAfter(reign, reigns.subList(i + 1, reigns.size()), events);
            discarded.ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Discarded> putOver(Reign reign, List<BusRecord> events) {
        Optional<BusRecord> over = first(
                events,
                event -> event.data() instanceof LeaderOverwritten data
                        && reign.epochs().contains(data.getPreviousEpoch()));
        return server(reign, events)
                .flatMap(server -> over.map(event -> new Discarded(
                        Cause.PUT_OVER,
                        server,
                        event.data(LeaderOverwritten.class).getMember(),
                        event.time())));
    }

    private static Optional<Discarded> orphanAfter(Reign reign, List<Reign> later, List<BusRecord> events) {
        Optional<Server> server = server(reign, events);
        Optional<Reign> next =
                later.stream().filter(each -> server(each, events).isPresent()).findFirst();
        if (server.isEmpty()
                || next.isEmpty()
                || server(next.get(), events).orElseThrow().timeline()
                        >= server.get().timeline()) {
            return Optional.empty();
        }
        return first(
                        events,
                        event -> event.data() instanceof LeaderAcquired data
                                && next.get().epochs().contains(data.getEpoch()))
                .map(event -> new Discarded(
                        Cause.ORPHAN_LED_AGAIN, server.get(), next.get().member(), event.time()));
    }

    private static Optional<Server> server(Reign reign, List<BusRecord> events) {
        return events.stream()
                .filter(event -> event.data() instanceof PrimaryWritable seen
                        && seen.getMember().equals(reign.member())
                        && reign.epochs().contains(seen.getEpoch()))
                .map(event -> event.data(PrimaryWritable.class))
                .map(seen -> new Server(seen.getMember(), seen.getTimeline()))
                .findFirst();
    }

    private static Optional<BusRecord> first(List<BusRecord> events, Predicate<BusRecord> wanted) {
        return events.stream().filter(wanted).min(Comparator.comparing(BusRecord::time));
    }

    /** From here on whoever is named like that server is another. */
    Instant over(List<Acknowledged> rows) {
        return rows.stream()
                .filter(row -> row.member().equals(by) && row.sent().isAfter(at))
                .map(Acknowledged::acknowledged)
                .min(Comparator.naturalOrder())
                .orElse(at);
    }

    /** Whether Patroni threw this row away with that server. */
    public boolean cost(Acknowledged row) {
        return Server.of(row).equals(server) && row.sent().isBefore(at.plus(UNTIL_DEMOTED));
    }
}
