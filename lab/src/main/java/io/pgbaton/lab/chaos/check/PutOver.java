package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.check.LeaderHistory.End;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.PrimaryWritable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers whose reign ended because Patroni wrote another member's name over their living leader key. Patroni 3.0.2 does so
 * when it was stopped for longer than its ttl and goes on ({@code _update_leader} in {@code dcs/etcd3.py} puts without a
 * comparison); it then rewinds the newer primary, and what that had committed is gone. Nothing beside Patroni can prevent
 * it, so these rows are counted, and are no breach of pgbaton's rules.
 */
public final class PutOver {
    private PutOver() {}

    /** @param events public events of the scope */
    public static Set<Server> servers(LeaderHistory history, List<BusRecord> events) {
        return history.reigns().stream()
                .filter(reign -> reign.end() == End.PUT_OVER)
                .flatMap(reign -> servers(reign, events))
                .collect(Collectors.toSet());
    }

    private static Stream<Server> servers(LeaderHistory.Reign reign, List<BusRecord> events) {
        return events.stream()
                .filter(event -> event.data() instanceof PrimaryWritable)
                .map(event -> event.data(PrimaryWritable.class))
                .filter(seen -> seen.getMember().equals(reign.member())
                        && reign.epochs().contains(seen.getEpoch()))
                .map(seen -> new Server(seen.getMember(), seen.getTimeline()));
    }
}
