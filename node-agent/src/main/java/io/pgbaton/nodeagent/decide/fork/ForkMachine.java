package io.pgbaton.nodeagent.decide.fork;

import io.pgbaton.nodeagent.decide.fork.ForkState.Reached;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.leadership.TimelineEnd;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ForkEvidence;
import io.pgbaton.proto.v1.TimelineForked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells that the WAL of a scope has two branches, from Patroni's keys alone.
 *
 * <pre>
 * history: timeline t ended at A, and at B before                                -> forked (history)
 * history: t ended at A; a member that is primary on t, and not the leader, is beyond A  -> forked (primary)
 * history: t ended at A; a member was beyond A on t while t was the newest, and is still on t -> forked (replica)
 * </pre>
 *
 * <p>Where a replica's WAL is from cannot be read otherwise: without a WAL receiver Patroni reports the timeline of its
 * last checkpoint, which lags behind the WAL that it has. So nothing is concluded from that timeline alone.
 */
public final class ForkMachine {
    private static final Set<String> PRIMARY = Set.of("master", "primary", "promoted");

    private ForkMachine() {}

    /** The next state and what is to be told. */
    public record Decision(ForkState next, List<Observed> told) {
        public Decision {
            told = List.copyOf(told);
        }
    }

    public static Decision decide(ForkState state, ScopeReading reading) {
        if (reading.systemIdentifier().isEmpty()) {
            return new Decision(state, List.of());
        }
        List<Observed> told = new ArrayList<>();
        ForkState next = state.of(reading.systemIdentifier());
        for (TimelineEnd end : reading.history()) {
            next = compare(next, end, reading, told);
        }
        for (MemberReading member : reading.members().values()) {
            next = isBehind(next, member) ? judge(next, member, reading, told) : reached(next, member, reading);
        }
        return new Decision(next, told);
    }

    private static ForkState compare(ForkState s, TimelineEnd end, ScopeReading reading, List<Observed> told) {
        TimelineEnd known = s.ends().get(end.timeline());
        if (known != null && known.position() != end.position()) {
            told.add(twoEnds(s, known, end, reading));
        }
        return s.with(end);
    }

    /** Its timeline has been followed by another. */
    private static boolean isBehind(ForkState s, MemberReading member) {
        return s.ends().containsKey(member.timeline());
    }

    private static ForkState reached(ForkState s, MemberReading member, ScopeReading reading) {
        boolean newest = member.timeline() > 0
                && reading.members().values().stream().noneMatch(other -> other.timeline() > member.timeline());
        return newest && member.walPosition() > 0
                ? s.reached(member.name(), new Reached(member.timeline(), member.walPosition()))
                : s;
    }

    private static ForkState judge(ForkState s, MemberReading member, ScopeReading reading, List<Observed> told) {
        TimelineEnd end = s.ends().get(member.timeline());
        boolean leads = reading.leader()
                .map(LeaderReading::member)
                .filter(member.name()::equals)
                .isPresent();
        boolean known = Long.valueOf(end.timeline()).equals(s.told().get(member.name()));
        if (leads || known || member.walPosition() <= end.position()) {
            return s;
        }
        boolean primary = PRIMARY.contains(member.role()) && member.state().equals("running");
        if (!primary && !wasBeyond(s, member, end)) {
            return s;
        }
        told.add(beyond(s, member, end, primary, reading));
        return s.told(member.name(), end.timeline());
    }

    private static boolean wasBeyond(ForkState s, MemberReading member, TimelineEnd end) {
        Reached reached = s.farthest().get(member.name());
        return reached != null && reached.timeline() == end.timeline() && reached.position() > end.position();
    }

    private static Observed twoEnds(ForkState s, TimelineEnd known, TimelineEnd end, ScopeReading reading) {
        long first = Math.min(known.position(), end.position());
        long last = Math.max(known.position(), end.position());
        TimelineForked data = fork(end, reading)
                .setOtherLsn(lsn(known.position()))
                .setOtherMember(known.successor())
                .setBeyondBytes(last - first)
                .setEvidence(ForkEvidence.FORK_HISTORY)
                .build();
        String anchor = s.systemIdentifier() + "@" + end.timeline() + ":" + first + "-" + last;
        return new Observed(EventType.TIMELINE_FORKED, Long.toString(end.timeline()), anchor, data);
    }

    private static Observed beyond(
            ForkState s, MemberReading member, TimelineEnd end, boolean primary, ScopeReading reading) {
        TimelineForked data = fork(end, reading)
                .setOtherLsn(lsn(member.walPosition()))
                .setOtherMember(member.name())
                .setBeyondBytes(member.walPosition() - end.position())
                .setEvidence(primary ? ForkEvidence.FORK_PRIMARY : ForkEvidence.FORK_REPLICA)
                .build();
        String anchor = s.systemIdentifier() + "@" + end.timeline() + ":" + end.position();
        return new Observed(EventType.TIMELINE_FORKED, member.name(), anchor, data);
    }

    private static TimelineForked.Builder fork(TimelineEnd end, ScopeReading reading) {
        return TimelineForked.newBuilder()
                .setTimeline((int) end.timeline())
                .setLsn(lsn(end.position()))
                .setMember(end.successor())
                .setEpoch(reading.leader().map(LeaderReading::epoch).orElse(0L))
                .setRevision(reading.revision());
    }

    /** As PostgreSQL writes it. */
    private static String lsn(long position) {
        return "%X/%X".formatted(position >>> 32, position & 0xffff_ffffL);
    }
}
