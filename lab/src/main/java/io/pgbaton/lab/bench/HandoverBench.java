package io.pgbaton.lab.bench;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.writer.WritePath;
import io.pgbaton.lab.writer.WriterReport;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Handovers one after the other in a running lab, and what they cost: as the bus tells it and as an application feels it. */
public final class HandoverBench {
    /** What the daemons do themselves, beside Patroni. */
    static final String COMMAND = "leader key seen -> command acted upon";

    static final String ADDRESS = "writable -> address on the new node";
    static final String ROUTE = "writable -> HAProxy routes there";

    /** However soon or late PostgreSQL was writable in between: the key may be taken before it is. */
    static final String KEY_TO_ADDRESS = "leader key -> address on the new node";

    /** Followed by the way of the writer. */
    static final String OUTAGE = "write outage by ";

    private static final Duration BOUND = Duration.ofMinutes(2);

    private final Lab lab;
    private final Progress progress;

    public HandoverBench(Lab lab, Progress progress) {
        this.lab = lab;
        this.progress = progress;
    }

    /** @return a Markdown table */
    public String switchovers(int count) {
        Figures figures = new Figures();
        for (int i = 1; i <= count; i++) {
            switchover(figures);
            progress.say("switchover " + i + " of " + count);
        }
        return figures.table("switchover");
    }

    /** One, measured. */
    void switchover(Figures figures) {
        String from = lab.leader();
        measure(figures, () -> lab.switchover(Scope.MAIN, from, follower(from)));
    }

    /** kill -9 of Patroni and PostgreSQL on the leader, which is started again afterwards. */
    public String kills(int count) {
        Figures figures = new Figures();
        for (int i = 1; i <= count; i++) {
            Host leader = lab.host(lab.leader());
            measure(figures, () -> {
                leader.signal(What.PATRONI, "KILL");
                leader.signal(What.POSTGRES, "KILL");
            });
            leader.start(What.PATRONI);
            lab.awaitReplicas(Scope.MAIN, Layout.NODES.size() - 1, BOUND);
            progress.say("kill " + i + " of " + count);
        }
        return figures.table("kill -9 of Patroni and PostgreSQL");
    }

    private void measure(Figures figures, Runnable handover) {
        int before = TopicReader.events(lab.layout(), Scope.MAIN).size();
        long since = Clock.systemUTC().millis();
        handover.run();
        HandoverCompleted done = Await.value("the handover to complete", BOUND, () -> completed(before).stream()
                .findFirst());
        lab.awaitReplicas(Scope.MAIN, Layout.NODES.size() - 1 - down(), BOUND);
        phases(figures, done);
        commandDelivery(figures, done);
        for (WritePath path : WritePath.values()) {
            WriterReport.Outage outage = Await.value("the writer by " + path.word(), BOUND, () -> longest(path, since));
            figures.add(OUTAGE + path.word(), (double) outage.millis());
        }
    }

    private int down() {
        return (int)
                lab.nodes().stream().filter(node -> !node.alive(What.PATRONI)).count();
    }

    private Optional<WriterReport.Outage> longest(WritePath path, long since) {
        return lab.writer(path).outagesSince(since).stream().max(Comparator.comparingLong(WriterReport.Outage::millis));
    }

    private List<HandoverCompleted> completed(int before) {
        List<BusRecord> events = TopicReader.events(lab.layout(), Scope.MAIN);
        return events.subList(before, events.size()).stream()
                .filter(event -> event.type() == EventType.HANDOVER_COMPLETED)
                .map(event -> event.data(HandoverCompleted.class))
                .toList();
    }

    private static void phases(Figures figures, HandoverCompleted done) {
        done.getPhasesList().forEach(phase -> {
            String name =
                    switch (phase.getName()) {
                        case "election" -> "leader key gone -> new leader key";
                        case "promotion" -> "leader key -> writable";
                        case "address" -> ADDRESS;
                        case "route" -> ROUTE;
                        case "commit" -> "writable -> a commit proven";
                        default -> phase.getName();
                    };
            figures.add(name, millis(phase));
        });
        phases(done, "promotion").forEach(promotion -> phases(done, "address")
                .forEach(address -> figures.add(KEY_TO_ADDRESS, millis(promotion) + millis(address))));
    }

    private static List<Phase> phases(HandoverCompleted done, String name) {
        return done.getPhasesList().stream()
                .filter(phase -> phase.getName().equals(name))
                .toList();
    }

    private static double millis(Phase phase) {
        return phase.getDurationUs() / 1000.0;
    }

    /** From the first agent's sight of the new key to the first word of each agent about a command of this handover. */
    private void commandDelivery(Figures figures, HandoverCompleted done) {
        List<BusRecord> audit = TopicReader.of(lab.layout(), Topic.AUDIT, Scope.MAIN);
        List<BusRecord> seen = TopicReader.of(lab.layout(), Topic.OBSERVATIONS, Scope.MAIN);
        seen.stream()
                .filter(record -> record.type() == EventType.LEADER_ACQUIRED
                        && record.correlationId().equals(done.getId()))
                .map(BusRecord::time)
                .min(Comparator.naturalOrder())
                .ifPresent(acquired -> audit.stream()
                        .filter(record -> record.type() == EventType.INTENT_RECORDED
                                && record.correlationId().equals(done.getId())
                                && !record.causationId().isEmpty()
                                && !record.node().isEmpty()
                                && record.data(Intent.class).getAction().equals("prepare route"))
                        .forEach(record -> figures.add(
                                COMMAND,
                                Duration.between(acquired, record.time()).toNanos() / 1e6)));
    }

    static String follower(String leader) {
        return Layout.NODES.stream()
                .filter(node -> !node.equals(leader))
                .findFirst()
                .orElseThrow();
    }
}
