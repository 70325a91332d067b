package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.check.LeaderHistory.Reign;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every end of a reign that etcd knows is told as one handover, begun once and closed once under one id, and nothing else is.
 * An exact repeat of a record, under its own id, is let pass and counted (R8). A drain for a switchover that did not come
 * is closed as withdrawn and ends nothing.
 */
public final class HandoversOnce {
    public static final String RULE = "every handover is recorded exactly once";

    private final List<Reign> reigns;
    private final List<BusRecord> handovers;
    private final int repeats;

    /** @param events public events of the scope, in their order */
    public HandoversOnce(LeaderHistory history, List<BusRecord> events) {
        this.reigns = history.reigns();
        Set<String> ids = new HashSet<>();
        List<BusRecord> all = events.stream()
                .filter(event -> isStart(event) || isClose(event))
                .filter(event -> endedEpoch(event) >= reigns.get(0).first())
                .toList();
        this.handovers = all.stream().filter(event -> ids.add(event.id())).toList();
        this.repeats = all.size() - handovers.size();
    }

    public int repeats() {
        return repeats;
    }

    /** Closed handovers that ended something, in their order. */
    public List<BusRecord> closed() {
        return handovers.stream()
                .filter(event -> isClose(event) && !withdrawn(event))
                .toList();
    }

    public List<Violation> violations() {
        List<Violation> found = new ArrayList<>();
        Set<Long> ended = new HashSet<>();
        for (int i = 0; i + 1 < reigns.size(); i++) {
            ended.addAll(reigns.get(i).epochs());
            check(reigns.get(i), reigns.get(i + 1), found);
        }
        handovers.stream()
                .filter(event -> isClose(event) && !withdrawn(event))
                .filter(event -> !ended.contains(endedEpoch(event)))
                .forEach(event -> found.add(new Violation(RULE, event.time(), "nothing ended: " + event)));
        return found;
    }

    private void check(Reign reign, Reign next, List<Violation> found) {
        List<BusRecord> its = handovers.stream()
                .filter(event -> reign.epochs().contains(endedEpoch(event)))
                .toList();
        long withdrawn = count(its, HandoversOnce::withdrawn);
        long started = count(its, HandoversOnce::isStart) - withdrawn;
        long closed = count(its, HandoversOnce::isClose) - withdrawn;
        long ids = its.stream().map(BusRecord::correlationId).distinct().count();
        if (started != 1 || closed != 1 || ids != 1) {
            Instant time = its.stream().map(BusRecord::time).findFirst().orElse(Instant.EPOCH);
            found.add(new Violation(
                    RULE,
                    time,
                    "the end of %s, then %s: %d started, %d closed, %d withdrawn, %d ids"
                            .formatted(reign, next, started, closed, withdrawn, ids)));
        }
        its.stream()
                .filter(event -> tellsAnotherLeader(event, next))
                .forEach(event -> found.add(
                        new Violation(RULE, event.time(), "etcd says that " + next + " came next, not " + event)));
    }

    private static long count(List<BusRecord> events, Predicate<BusRecord> wanted) {
        return events.stream().filter(wanted).count();
    }

    private static boolean tellsAnotherLeader(BusRecord event, Reign next) {
        return completed(event)
                .filter(done -> done.getResult() == HandoverResult.COMPLETED)
                .anyMatch(done -> !done.getNewMember().equals(next.member()));
    }

    private static Stream<HandoverCompleted> completed(BusRecord event) {
        return event.data() instanceof HandoverCompleted done ? Stream.of(done) : Stream.empty();
    }

    private static boolean withdrawn(BusRecord event) {
        return completed(event).anyMatch(done -> done.getResult() == HandoverResult.WITHDRAWN);
    }

    private static boolean isStart(BusRecord event) {
        return event.type() == EventType.HANDOVER_STARTED;
    }

    private static boolean isClose(BusRecord event) {
        return event.type() == EventType.HANDOVER_COMPLETED || event.type() == EventType.HANDOVER_FAILED;
    }

    private static long endedEpoch(BusRecord event) {
        if (event.data() instanceof HandoverStarted started) {
            return started.getEndedEpoch();
        }
        return event.data() instanceof HandoverCompleted done
                ? done.getEndedEpoch()
                : event.data(HandoverFailed.class).getEndedEpoch();
    }
}
