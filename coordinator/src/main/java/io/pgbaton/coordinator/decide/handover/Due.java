package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.Fact;
import io.pgbaton.coordinator.decide.fact.Facts;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.fact.Requests;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.SwitchoverRequested;
import java.util.Optional;

/**
 * Which handover is due, if any: the newest reign has ended, or began without an end that anybody saw, or its leader is
 * asked to step down now.
 *
 * @param requestRevision 0 unless a request alone opens it
 * @param cause what opens it
 */
public record Due(long endedEpoch, long requestRevision, Fact cause, String reason) {

    /**
     * An end, or a beginning, that is not part of the last handover.
     *
     * @param settled newest epoch whose beginning is accounted for
     * @param last the open or the last handover
     */
    public static Optional<Due> byEpoch(Facts facts, long settled, Optional<Handover> last) {
        return facts.newest()
                .flatMap(newest -> ended(newest, last).or(() -> overwrittenOrBegun(facts, newest, settled, last)));
    }

    /**
     * A drain: at once or not at all.
     *
     * @param drained revision of the newest request that needs no drain any more
     */
    public static Optional<Due> byRequest(Facts facts, long drained) {
        Optional<Reign> living = facts.newest()
                .filter(newest -> newest.fact(EventType.LEADER_LOST).isEmpty());
        return living.flatMap(newest -> new Requests(newest)
                .drainable()
                .filter(fact -> revision(fact) > drained)
                .map(fact -> new Due(newest.last(), revision(fact), fact, "switchover requested")));
    }

    private static Optional<Due> ended(Reign newest, Optional<Handover> last) {
        return newest.fact(EventType.LEADER_LOST)
                .filter(lost -> isNews(newest.last(), last))
                .map(lost -> new Due(newest.last(), 0, lost, "the leader key is gone"));
    }

    private static Optional<Due> overwrittenOrBegun(Facts facts, Reign newest, long settled, Optional<Handover> last) {
        long before = Math.max(settled, Math.max(newest.previousEpoch(), facts.newestBefore(newest.first())));
        return newest.acquired()
                .filter(fact -> newest.first() > settled && isNews(before, last))
                .map(fact -> new Due(before, 0, fact, reason(fact, before)));
    }

    /** A handover that was withdrawn ended nothing: that epoch's end is news after it; those before were told before. */
    private static boolean isNews(long endedEpoch, Optional<Handover> last) {
        return last.map(h -> h.opening().endedEpoch() < endedEpoch
                        || (h.withdrawn() && h.opening().endedEpoch() == endedEpoch))
                .orElse(true);
    }

    private static String reason(Fact fact, long before) {
        if (fact.earliest().type() == EventType.LEADER_OVERWRITTEN) {
            return "another member put its name over a living leader key";
        }
        return before == 0 ? "the first leader" : "a new leader; nobody saw the old one go";
    }

    /** Derived like the handover's id, so that facts that come before it opens carry it too. */
    public String anchor(String handoverId) {
        return handoverId + "@" + requestRevision;
    }

    private static long revision(Fact request) {
        return request.data(SwitchoverRequested.class).getRevision();
    }
}
