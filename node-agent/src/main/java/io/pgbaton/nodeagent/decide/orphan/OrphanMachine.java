package io.pgbaton.nodeagent.decide.orphan;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.OrphanStage;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells of a PostgreSQL that goes on as primary after its Patroni died. It only tells: nothing is ever done about it here.
 *
 * <pre>
 * takes writes, Patroni's process gone for 5 s, the leader key still its own   -> impending: a warning
 * takes writes, Patroni silent for 5 s, the leader key another's or gone       -> orphaned: an alarm
 * told, and       in recovery, or leading again, or another postmaster         -> ended
 * told, and       PostgreSQL silent for 5 s, or Patroni answering for 5 s      -> ended
 * </pre>
 *
 * <p>A Patroni that is slow and goes on renewing its lease is no death: as long as the key is its own, only a refused
 * connection counts. Each is told once a reign and postmaster (R8).
 */
public final class OrphanMachine {
    /** Patroni is restarted by its service manager in less; DESIGN's orphanGrace. */
    static final long GRACE = 5_000_000_000L;

    /** PostgreSQL is asked once a second: an older answer says nothing of now. */
    private static final long FRESH = 3_000_000_000L;

    private static final long MILLISECOND = 1_000_000L;

    private OrphanMachine() {}

    /** The next state and what is to be told. */
    public record Decision(OrphanState next, List<Observed> told) {
        public Decision {
            told = List.copyOf(told);
        }
    }

    public static Decision decide(OrphanState state, OrphanInput input) {
        List<Observed> told = new ArrayList<>();
        OrphanState heard = hear(state, input);
        OrphanState left = end(heard, input.at(), told);
        return new Decision(begin(left, input.at(), told), told);
    }

    /** Patroni is asked more often while its silence may mean this. */
    public static boolean suspects(OrphanState state) {
        return state.silentSince() > 0 && state.postgres().state() == Postgres.WRITABLE;
    }

    private static OrphanState hear(OrphanState s, OrphanInput input) {
        if (input instanceof OrphanInput.ScopeSeen seen) {
            return s.with(seen.reading());
        }
        if (input instanceof OrphanInput.PatroniAnswered) {
            return s.patroni(0, 0, first(s.answersSince(), input.at()));
        }
        if (input instanceof OrphanInput.PatroniSilent silent) {
            long refused = silent.refused() ? first(s.refusedSince(), input.at()) : 0;
            return s.patroni(first(s.silentSince(), input.at()), refused, 0);
        }
        OrphanInput.PostgresAnswered answered = (OrphanInput.PostgresAnswered) input;
        if (answered.answer().state() == Postgres.UNREACHABLE) {
            // What it said last is kept: one answer that did not come is not its end.
            return s.with(s.postgres(), "", first(s.awaySince(), input.at()));
        }
        return s.with(answered.answer(), answered.postmasterStart(), 0);
    }

    private static OrphanState begin(OrphanState s, long at, List<Observed> told) {
        OrphanStage now = stage(s, at);
        boolean more = now.getNumber() > s.told().getNumber();
        if (!more || s.wasSaid(now)) {
            return s;
        }
        told.add(observed(s, now, s.reign() + "/" + name(now), at, leadership(s)));
        return s.told(now);
    }

    private static OrphanStage stage(OrphanState s, long at) {
        boolean takesWrites = s.postgres().state() == Postgres.WRITABLE
                && s.awaySince() == 0
                && at - s.postgres().sentAt() <= FRESH;
        if (!takesWrites || !lasts(s.silentSince(), at) || s.scope().absent()) {
            return OrphanStage.ORPHAN_STAGE_UNSPECIFIED;
        }
        if (!s.leads()) {
            return OrphanStage.ORPHANED;
        }
        return lasts(s.refusedSince(), at) ? OrphanStage.ORPHAN_IMPENDING : OrphanStage.ORPHAN_STAGE_UNSPECIFIED;
    }

    private static OrphanState end(OrphanState s, long at, List<Observed> told) {
        String reason = s.told() == OrphanStage.ORPHAN_STAGE_UNSPECIFIED ? "" : reasonToEnd(s, at);
        if (reason.isEmpty()) {
            return s;
        }
        String anchor = s.toldOf() + "/" + name(s.told()) + "/ended";
        told.add(observed(s, OrphanStage.ORPHAN_ENDED, anchor, at, reason));
        return s.told(OrphanStage.ORPHAN_STAGE_UNSPECIFIED);
    }

    private static String reasonToEnd(OrphanState s, long at) {
        if (s.postgres().state() == Postgres.IN_RECOVERY) {
            return "PostgreSQL is a standby now";
        }
        if (lasts(s.awaySince(), at)) {
            return "PostgreSQL does not answer any more";
        }
        if (lasts(s.answersSince(), at)) {
            return "Patroni answers again";
        }
        if (s.told() == OrphanStage.ORPHANED && s.leads()) {
            return "it leads again";
        }
        return s.toldOf().equals(s.reign()) ? "" : "PostgreSQL was started anew, or leads anew";
    }

    private static String leadership(OrphanState s) {
        if (s.leads()) {
            return "its leader key runs out when its lease does";
        }
        String leader = s.scope()
                .leader()
                .map(l -> l.member() + " leads in epoch " + l.epoch())
                .orElse("nobody leads");
        return s.scope().paused() ? leader + ", and Patroni is paused" : leader;
    }

    private static Observed observed(OrphanState s, OrphanStage stage, String anchor, long at, String detail) {
        long silent = s.silentSince() == 0 ? 0 : at - s.silentSince();
        PrimaryOrphaned data = PrimaryOrphaned.newBuilder()
                .setMember(s.member())
                .setEpoch(s.ownEpoch())
                .setPostmasterStart(s.postmasterStart())
                .setStage(stage)
                .setLeader(s.scope().leader().map(LeaderReading::member).orElse(""))
                .setLeaderEpoch(s.scope().leader().map(LeaderReading::epoch).orElse(0L))
                .setTimeline(s.postgres().timeline())
                .setLsn(s.postgres().lsn())
                .setPatroniSilentMs((int) (silent / MILLISECOND))
                .setDetail(detail)
                .build();
        return new Observed(EventType.PRIMARY_ORPHANED, s.member(), anchor, data);
    }

    private static String name(OrphanStage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    private static boolean lasts(long since, long at) {
        return since > 0 && at - since >= GRACE;
    }

    private static long first(long since, long at) {
        return since > 0 ? since : at;
    }
}
