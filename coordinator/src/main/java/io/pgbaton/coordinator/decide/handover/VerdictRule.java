package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.handover.Directors.Director;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverResult;
import java.util.List;
import java.util.Optional;

/**
 * When a handover is over, and how it ended.
 *
 * <pre>
 * the successor's reign ended too ............................ HANDOVER_SUPERSEDED
 * drained, and the leader stayed: withdrawn, or time over .... WITHDRAWN
 * served, all confirmed, commits proven ...................... COMPLETED
 * the same, but agents of some directors are gone, or their
 *   address is withheld (maintenance, frozen) ................ COMPLETED_PARTLY (at least one confirmed)
 * served, all confirmed that can, commits hang ............... COMMITS_BLOCKED
 * time over, served, some director confirmed or none there ... COMPLETED_PARTLY or COMMITS_BLOCKED
 * time over otherwise ........................................ FAILED
 * </pre>
 */
public record VerdictRule(Situation situation, Directors directors, Handover.Marks marks) {

    public Optional<Verdict> verdict() {
        if (situation.isSuperseded()) {
            return verdict(
                    HandoverResult.HANDOVER_SUPERSEDED, unconfirmed(), "the next epoch ended before it was complete");
        }
        if (!situation.hasEnded()) {
            return drained();
        }
        if (marks.timedOut()) {
            return Optional.of(atTimeout());
        }
        return isDone() && (situation.isTold() || marks.settled()) ? Optional.of(served()) : Optional.empty();
    }

    /** The verdict of a coordinator that could not tell it any more, in our words. */
    public Verdict again(HandoverResult result) {
        return verdict().filter(v -> v.result() == result).orElseGet(() -> new Verdict(result, unconfirmed(), ""));
    }

    /** All is done, only not all of it has been told: worth a short wait, not the whole timeout. */
    public boolean shouldSettle() {
        return situation.hasEnded() && !marks.settling() && isDone() && !situation.isTold();
    }

    private Optional<Verdict> drained() {
        if (situation.isWithdrawn()) {
            return verdict(HandoverResult.WITHDRAWN, List.of(), "the request was withdrawn");
        }
        return marks.timedOut()
                ? verdict(HandoverResult.WITHDRAWN, List.of(), "the leader did not step down in time")
                : Optional.empty();
    }

    private boolean isDone() {
        return situation.successor().filter(this::isDone).isPresent();
    }

    private boolean isDone(Reign successor) {
        boolean commitsKnown = successor.isStandby()
                || successor.fact(EventType.COMMITS_PROVEN).isPresent()
                || successor.fact(EventType.COMMITS_BLOCKED).isPresent();
        List<Director> missing = directors.unconfirmed(successor);
        boolean nobodyLeftToWaitFor = missing.stream()
                .allMatch(d -> directors.isGone(d, successor)
                        || directors.withheld(d, successor).isPresent());
        return situation.isServed() && commitsKnown && nobodyLeftToWaitFor && hasAPath(successor);
    }

    /** Some director points at the new primary, or there is none and clients find it by themselves. */
    private boolean hasAPath(Reign successor) {
        int expected = directors.expected().size();
        return expected == 0 || directors.unconfirmed(successor).size() < expected;
    }

    private Verdict served() {
        List<String> missing = unconfirmed();
        Reign successor = situation.successor().orElseThrow();
        boolean proven = successor.isStandby()
                || successor.fact(EventType.COMMITS_PROVEN).isPresent();
        if (!proven && successor.fact(EventType.COMMITS_BLOCKED).isPresent()) {
            return new Verdict(HandoverResult.COMMITS_BLOCKED, missing, "commits hang on " + successor.member());
        }
        if (!proven) {
            return new Verdict(HandoverResult.COMPLETED_PARTLY, missing, "no commit was proven in time");
        }
        return missing.isEmpty()
                ? new Verdict(HandoverResult.COMPLETED, missing, "")
                : new Verdict(
                        HandoverResult.COMPLETED_PARTLY,
                        missing,
                        directors
                                .withheld(successor)
                                .map(why -> "the address stays off: " + why)
                                .orElse("some directors did not confirm"));
    }

    private Verdict atTimeout() {
        Optional<Reign> successor = situation.successor();
        if (successor.isEmpty()) {
            return new Verdict(HandoverResult.FAILED, List.of(), "no new leader in time");
        }
        if (!situation.isServed()) {
            return new Verdict(
                    HandoverResult.FAILED, unconfirmed(), successor.get().member() + " leads and is not writable");
        }
        return hasAPath(successor.get())
                ? served()
                : new Verdict(
                        HandoverResult.FAILED,
                        unconfirmed(),
                        "no director points at " + successor.get().member()
                                + directors
                                        .withheld(successor.get())
                                        .map(why -> ": " + why)
                                        .orElse(""));
    }

    private List<String> unconfirmed() {
        return situation
                .successor()
                .map(s -> directors.unconfirmed(s).stream().map(Director::name).toList())
                .orElse(List.of());
    }

    private static Optional<Verdict> verdict(HandoverResult result, List<String> unconfirmed, String reason) {
        return Optional.of(new Verdict(result, unconfirmed, reason));
    }
}
