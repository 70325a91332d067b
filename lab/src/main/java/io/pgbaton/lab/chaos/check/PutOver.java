package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.check.LeaderHistory.End;
import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.PrimaryWritable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A reign that ended because Patroni wrote another member's name over its living leader key. Patroni 3.0.2 does so when it was
 * stopped for longer than its ttl and goes on ({@code _update_leader} in {@code dcs/etcd3.py} puts without a comparison);
 * it then rewinds the newer primary, and what that had committed is gone. Nothing beside Patroni can prevent it, so these
 * rows are counted, and are no breach of pgbaton's rules. The next promotion may use the same timeline again.
 *
 * @param server whose reign it was
 * @param by who put its name there
 * @param at when that was seen first
 */
public record PutOver(Server server, String by, Instant at) {
    /** Patroni looks at the key once in its loop_wait (2 s in the lab), and a fast shutdown takes a moment. */
    private static final Duration UNTIL_DEMOTED = Duration.ofSeconds(10);

    /** @param events public events of the scope */
    public static List<PutOver> all(LeaderHistory history, List<BusRecord> events) {
        return history.reigns().stream()
                .filter(reign -> reign.end() == End.PUT_OVER)
                .flatMap(reign -> of(reign, events).stream())
                .toList();
    }

    private static Optional<PutOver> of(LeaderHistory.Reign reign, List<BusRecord> events) {
        Optional<Server> server = events.stream()
                .filter(event -> event.data() instanceof PrimaryWritable)
                .map(event -> event.data(PrimaryWritable.class))
                .filter(seen -> seen.getMember().equals(reign.member())
                        && reign.epochs().contains(seen.getEpoch()))
                .map(seen -> new Server(seen.getMember(), seen.getTimeline()))
                .findFirst();
        return server.flatMap(of -> overwritings(reign, events)
                .min(Comparator.comparing(BusRecord::time))
                .map(event ->
                        new PutOver(of, event.data(LeaderOverwritten.class).getMember(), event.time())));
    }

    private static Stream<BusRecord> overwritings(LeaderHistory.Reign reign, List<BusRecord> events) {
        return events.stream()
                .filter(event -> event.data() instanceof LeaderOverwritten over
                        && reign.epochs().contains(over.getPreviousEpoch()));
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
