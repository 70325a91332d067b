package io.pgbaton.nodeagent.decide.leadership;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.LeaderReaffirmed;
import io.pgbaton.proto.v1.LossCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened to the leader key between two readings.
 *
 * <pre>
 * before      after                                        what it is
 * (A, e1)     none                                         lost: the lease ran out if A's own key went with it, else released
 * none        (B, e2)                                      acquired
 * (A, e1)     (A, e2), created at the same revision        reaffirmed: a new epoch, no handover
 * (A, e1)     (B, e2), created at the same revision        overwritten: B put its name over a living key. An alarm
 * (A, e1)     (B, e2), created later                       lost, unseen, and acquired: a watch had a gap
 * </pre>
 */
public final class Leadership {
    private Leadership() {}

    /**
     * The same holder put its own living key again: the same reign under a new number, nobody has to let go.
     *
     * @param afterGap the readings are not neighbours: another may have led in between, for two overwritings look like one
     *     re-put. Then it is not taken for one
     */
    public static boolean reaffirmed(ScopeReading before, ScopeReading after, boolean afterGap) {
        return !afterGap
                && living(before.leader(), after.leader())
                && sameHolder(before.leader().get(), after.leader().get());
    }

    static List<Observed> changes(ScopeReading before, ScopeReading after, boolean afterGap) {
        List<Observed> told = new ArrayList<>();
        Optional<LeaderReading> was = before.leader();
        Optional<LeaderReading> is = after.leader();
        if (was.equals(is)) {
            return told;
        }
        if (living(was, is)) {
            told.add(putOver(was.get(), is.get()));
            return told;
        }
        was.ifPresent(old -> told.add(lost(old, after, is.isPresent() || afterGap)));
        is.ifPresent(now -> told.add(acquired(was, now)));
        return told;
    }

    private static Observed lost(LeaderReading old, ScopeReading after, boolean unseen) {
        boolean memberGone = !after.members().containsKey(old.member());
        LossCause cause = unseen
                ? LossCause.LOSS_CAUSE_UNSEEN
                : memberGone ? LossCause.LOSS_CAUSE_LEASE_EXPIRED : LossCause.LOSS_CAUSE_RELEASED;
        LeaderLost data = LeaderLost.newBuilder()
                .setMember(old.member())
                .setEpoch(old.epoch())
                .setRevision(after.revision())
                .setCause(cause)
                .build();
        return new Observed(EventType.LEADER_LOST, old.member(), Long.toString(old.epoch()), data);
    }

    private static Observed acquired(Optional<LeaderReading> old, LeaderReading now) {
        LeaderAcquired.Builder data =
                LeaderAcquired.newBuilder().setMember(now.member()).setEpoch(now.epoch());
        old.ifPresent(o -> data.setPreviousMember(o.member()).setPreviousEpoch(o.epoch()));
        return new Observed(EventType.LEADER_ACQUIRED, now.member(), Long.toString(now.epoch()), data.build());
    }

    /** Behind a gap too it says what the two readings show, and of which epoch: whoever saw a nearer one knows better. */
    private static Observed putOver(LeaderReading old, LeaderReading now) {
        String anchor = Long.toString(now.epoch());
        if (sameHolder(old, now)) {
            LeaderReaffirmed data = LeaderReaffirmed.newBuilder()
                    .setMember(now.member())
                    .setEpoch(now.epoch())
                    .setPreviousEpoch(old.epoch())
                    .build();
            return new Observed(EventType.LEADER_REAFFIRMED, now.member(), anchor, data);
        }
        LeaderOverwritten data = LeaderOverwritten.newBuilder()
                .setMember(now.member())
                .setEpoch(now.epoch())
                .setPreviousMember(old.member())
                .setPreviousEpoch(old.epoch())
                .build();
        return new Observed(EventType.LEADER_OVERWRITTEN, now.member(), anchor, data);
    }

    private static boolean living(Optional<LeaderReading> was, Optional<LeaderReading> is) {
        return was.isPresent()
                && is.isPresent()
                && was.get().createRevision() == is.get().createRevision();
    }

    private static boolean sameHolder(LeaderReading old, LeaderReading now) {
        return old.member().equals(now.member());
    }
}
