package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.CommitsBlocked;
import io.pgbaton.proto.v1.CommitsProven;
import io.pgbaton.proto.v1.ForkEvidence;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.LeaderReaffirmed;
import io.pgbaton.proto.v1.LeaderStopping;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.StandbyLeading;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.pgbaton.proto.v1.TimelineForked;
import java.util.Map;
import java.util.function.Function;

/** Who leads, and what that leader can do. */
final class LeadershipSentences {

    private LeadershipSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.LEADER_LOST, one -> lost(one.data(LeaderLost.class)));
        sentences.put(EventType.LEADER_ACQUIRED, one -> acquired(one.data(LeaderAcquired.class)));
        sentences.put(EventType.LEADER_OVERWRITTEN, one -> overwritten(one.data(LeaderOverwritten.class)));
        sentences.put(EventType.LEADER_REAFFIRMED, one -> reaffirmed(one.data(LeaderReaffirmed.class)));
        sentences.put(
                EventType.LEADER_STOPPING,
                one -> "the leader " + one.data(LeaderStopping.class).getMember() + " is stopping");
        sentences.put(EventType.PRIMARY_WRITABLE, one -> writable(one.data(PrimaryWritable.class)));
        sentences.put(EventType.PRIMARY_ORPHANED, one -> orphaned(one.data(PrimaryOrphaned.class)));
        sentences.put(EventType.TIMELINE_FORKED, one -> forked(one.data(TimelineForked.class)));
        sentences.put(EventType.STANDBY_LEADING, one -> standby(one.data(StandbyLeading.class)));
        sentences.put(EventType.COMMITS_PROVEN, one -> proven(one.data(CommitsProven.class)));
        sentences.put(EventType.COMMITS_BLOCKED, one -> blocked(one.data(CommitsBlocked.class)));
        sentences.put(EventType.SWITCHOVER_REQUESTED, one -> requested(one.data(SwitchoverRequested.class)));
        sentences.put(EventType.SWITCHOVER_WITHDRAWN, one -> "the switchover was called off, the leader stays");
    }

    private static String lost(LeaderLost lost) {
        return lost.getMember() + " lost the leadership" + Words.aside(Causes.of(lost.getCause()));
    }

    private static String acquired(LeaderAcquired acquired) {
        String before = acquired.getPreviousMember();
        return acquired.getMember() + " is the leader now"
                + Words.aside("epoch " + acquired.getEpoch() + (before.isEmpty() ? "" : ", before it " + before));
    }

    private static String overwritten(LeaderOverwritten overwritten) {
        return overwritten.getMember() + " put itself over the living leader " + overwritten.getPreviousMember()
                + ": writes that were acknowledged may be lost, compare the timelines of both";
    }

    private static String reaffirmed(LeaderReaffirmed reaffirmed) {
        return reaffirmed.getMember() + " wrote its own leader key again (epoch " + reaffirmed.getPreviousEpoch()
                + " -> " + reaffirmed.getEpoch() + "); nothing moves";
    }

    private static String writable(PrimaryWritable writable) {
        return writable.getMember() + " takes writes (timeline " + writable.getTimeline() + ")";
    }

    private static String orphaned(PrimaryOrphaned orphan) {
        String who = orphan.getMember();
        return switch (orphan.getStage()) {
            case ORPHAN_ENDED ->
                who + " is no primary without its Patroni any more" + Words.because(orphan.getDetail());
            case ORPHAN_IMPENDING ->
                "Patroni of the leader " + who + " is gone, its PostgreSQL goes on: start Patroni there"
                        + Words.aside(orphan.getDetail());
            default ->
                who + " goes on as primary without its Patroni: stop PostgreSQL there, or start Patroni"
                        + Words.aside(orphan.getDetail());
        };
    }

    private static String forked(TimelineForked fork) {
        String other = fork.getOtherMember().isEmpty() ? "somebody" : fork.getOtherMember();
        String what = fork.getEvidence() == ForkEvidence.FORK_HISTORY
                ? " ended twice: at " + fork.getLsn() + " and, for " + other + ", at " + fork.getOtherLsn()
                : " ended at " + fork.getLsn() + ", and " + other + " has it up to " + fork.getOtherLsn();
        return "timeline " + fork.getTimeline() + what
                + ": two branches of WAL, keep both data directories until they are compared";
    }

    private static String standby(StandbyLeading standby) {
        return standby.getMember() + " leads a standby cluster (timeline " + standby.getTimeline()
                + ") and takes no writes";
    }

    private static String proven(CommitsProven proven) {
        return "a commit went through on " + proven.getMember() + " in " + Words.millis(proven.getDurationMs());
    }

    private static String blocked(CommitsBlocked blocked) {
        return "commits hang on " + blocked.getMember() + " for " + Words.millis(blocked.getWaitedMs())
                + Words.because(blocked.getDetail());
    }

    private static String requested(SwitchoverRequested requested) {
        String to = requested.getCandidate().isEmpty() ? "any replica" : requested.getCandidate();
        String when = requested.getScheduledAt().isEmpty() ? "now" : "at " + requested.getScheduledAt();
        return "a switchover was asked for: from " + requested.getLeader() + " to " + to + ", " + when;
    }
}
