package io.pgbaton.nodeagent.decide.replica;

import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.MemberChanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells of a replica that Patroni calls running while nothing moves there: it looks well in every list, and is no
 * candidate for a failover any more.
 *
 * <pre>
 * position unchanged for 60 s and over 3 moves of the leader, which is 1 MiB further since   -> stuck
 * stuck, and the position moves, or it is no running replica any more                        -> over
 * another epoch                                                                              -> counted anew
 * </pre>
 *
 * <p>What Patroni writes is the farther of what was received and what was replayed, so a replay that is paused or delayed
 * moves as long as WAL is received. A replica that is told not to stream ({@code nostream}) moves a whole segment at a
 * time, and is left out.
 */
public final class ReplicaMachine {
    /** Six times Patroni's default {@code loop_wait}, in which it writes the position anew. */
    static final long PATIENCE = 60_000_000_000L;

    /** An agent that could not look for a minute has missed the replica's moves too. */
    static final int LOOKS = 3;

    /** Patroni's default {@code maximum_lag_on_failover}: beyond it the replica is no candidate. */
    static final long BYTES = 1 << 20;

    private static final long SECOND = 1_000_000_000L;

    private static final Set<String> WELL = Set.of("running", "streaming");

    private ReplicaMachine() {}

    /** The next state and what is to be told. */
    public record Decision(ReplicaState next, List<Observed> told) {
        public Decision {
            told = List.copyOf(told);
        }
    }

    public static Decision decide(ReplicaState state, ScopeReading reading, long at) {
        long epoch = reading.leader().map(LeaderReading::epoch).orElse(0L);
        boolean sameReign = epoch == state.epoch();
        boolean leaderMoved = sameReign && reading.leaderPosition() > state.leaderPosition();
        List<Observed> told = new ArrayList<>();
        Map<String, Standstill> next = new HashMap<>();
        for (MemberReading member : reading.members().values()) {
            if (isReplicaThatIsWell(member, reading)) {
                Standstill now = state.of(member.name())
                        .filter(was -> was.position() == member.walPosition() && was.leaderAt() > 0)
                        .filter(was -> sameReign || was.told())
                        .map(was -> was.looked(leaderMoved))
                        .orElseGet(() -> Standstill.begin(member, at, reading.leaderPosition()));
                next.put(member.name(), isStuck(now, reading, at) ? tell(now, member, reading, at, told) : now);
            }
        }
        ReplicaState after = new ReplicaState(epoch, reading.leaderPosition(), next);
        state.stuck().stream()
                .filter(name -> !after.stuck(name))
                .forEach(name -> over(state.standing().get(name), name, reading, told));
        return new Decision(after, told);
    }

    private static boolean isReplicaThatIsWell(MemberReading member, ScopeReading reading) {
        boolean leads = reading.leader()
                .map(LeaderReading::member)
                .filter(member.name()::equals)
                .isPresent();
        return !leads
                && member.role().equals("replica")
                && WELL.contains(member.state())
                && member.walPosition() > 0
                && !"true".equalsIgnoreCase(member.tags().get("nostream"));
    }

    private static boolean isStuck(Standstill now, ScopeReading reading, long at) {
        return !now.told()
                && reading.leader().isPresent()
                && at - now.since() >= PATIENCE
                && now.looks() >= LOOKS
                && reading.leaderPosition() - now.leaderAt() >= BYTES;
    }

    private static Standstill tell(
            Standstill now, MemberReading member, ScopeReading reading, long at, List<Observed> told) {
        String reason = "stuck: its WAL position has not moved for "
                + (at - now.since()) / SECOND + " s, while the leader went on by "
                + (reading.leaderPosition() - now.leaderAt()) + " bytes";
        told.add(observed("stuck", now.position(), member, reading, reason));
        return now.toldNow();
    }

    /** Of one that left nothing is said here: member.left says it. */
    private static void over(Standstill was, String name, ScopeReading reading, List<Observed> told) {
        MemberReading member = reading.members().get(name);
        if (member != null) {
            boolean moved = member.walPosition() != was.position();
            String reason = moved ? "no longer stuck: its WAL position moves again" : "no longer a running replica";
            told.add(observed("moves", was.position(), member, reading, reason));
        }
    }

    /** @param position where it stood: every agent sees that one (R8) */
    private static Observed observed(
            String what, long position, MemberReading member, ScopeReading reading, String reason) {
        MemberChanged data = MemberChanged.newBuilder()
                .setMember(member.message(reading.leaderPosition()))
                .setPreviousRole(member.role())
                .setPreviousState(member.state())
                .setRevision(member.modRevision())
                .setReason(reason)
                .build();
        return new Observed(EventType.MEMBER_CHANGED, member.name(), what + "@" + position, data);
    }
}
