package io.pgbaton.lab.bench;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.RouteChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** R7 as a figure: how long after a member is writable the agents act when there is no coordinator at all. */
public final class AloneBench {
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final String WRITES = "primary";

    private final Lab lab;
    private final Progress progress;

    public AloneBench(Lab lab, Progress progress) {
        this.lab = lab;
        this.progress = progress;
    }

    /** Starts the coordinators again, whatever happens. @return a Markdown table */
    public String switchovers(int count) {
        Figures figures = new Figures();
        Layout.COORDINATORS.forEach(name -> lab.host(name).kill(What.COORDINATOR));
        try {
            for (int i = 1; i <= count; i++) {
                switchover(figures);
                progress.say("switchover " + i + " of " + count + " with no coordinator");
            }
        } finally {
            Layout.COORDINATORS.forEach(name -> lab.host(name).start(What.COORDINATOR));
        }
        return figures.table("switchover with no coordinator");
    }

    private void switchover(Figures figures) {
        String from = lab.leader();
        int before = seen().size();
        lab.switchover(Scope.MAIN, from, HandoverBench.follower(from));
        BusRecord writable =
                Await.value("a new primary", BOUND, () -> since(before, EventType.PRIMARY_WRITABLE).stream()
                        .findFirst());
        PrimaryWritable primary = writable.data(PrimaryWritable.class);
        Instant acquired = Await.value("the address", BOUND, () -> address(before, primary.getEpoch()));
        figures.add("writable -> address on the new node, alone", millis(writable, acquired));
        List<Instant> routes = Await.value("all routes", BOUND, () -> routes(before, primary));
        routes.forEach(at -> figures.add("writable -> HAProxy routes there, alone", millis(writable, at)));
        lab.awaitReplicas(Scope.MAIN, Layout.NODES.size() - 1, BOUND);
    }

    private Optional<Instant> address(int before, long epoch) {
        return since(before, EventType.ADDRESS_ACQUIRED).stream()
                .filter(record -> record.data(AddressAcquired.class).getEpoch() == epoch)
                .map(BusRecord::time)
                .findFirst();
    }

    /** Empty while one is missing. */
    private Optional<List<Instant>> routes(int before, PrimaryWritable primary) {
        List<Instant> all = since(before, EventType.ROUTE_CHANGED).stream()
                .filter(record -> leadsTo(primary, record.data(RouteChanged.class)))
                .map(BusRecord::time)
                .toList();
        return all.size() < Layout.NODES.size() ? Optional.empty() : Optional.of(all);
    }

    private static boolean leadsTo(PrimaryWritable primary, RouteChanged change) {
        return change.getBackend().equals(WRITES)
                && change.getEpoch() == primary.getEpoch()
                && change.getUpList().equals(List.of(primary.getMember()));
    }

    private List<BusRecord> since(int before, EventType type) {
        List<BusRecord> all = seen();
        return all.subList(before, all.size()).stream()
                .filter(record -> record.type() == type)
                .toList();
    }

    private List<BusRecord> seen() {
        return TopicReader.of(lab.layout(), Topic.OBSERVATIONS, Scope.MAIN);
    }

    private static double millis(BusRecord from, Instant until) {
        return Duration.between(from.time(), until).toNanos() / 1e6;
    }
}
