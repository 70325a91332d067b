package io.pgbaton.nodeagent.act.record;

import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.OrphanStage;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import io.pgbaton.proto.v1.TimelineForked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Facts of which a person must know: on the bus, in the log with what to do, and counted. */
public final class AlarmRecords {
    private static final Logger log = LoggerFactory.getLogger(AlarmRecords.class);

    private final Recorder recorder;
    private final ScopeMetrics metrics;

    public AlarmRecords(Recorder recorder, ScopeMetrics metrics) {
        this.recorder = recorder;
        this.metrics = metrics;
    }

    /** Puts it on the bus, and says it. */
    public void tell(Observed fact) {
        say(fact);
        recorder.observed(fact);
    }

    /** Of a fact that is on the bus already. What is no alarm is none of its business. */
    public void say(Observed fact) {
        if (fact.data() instanceof PrimaryOrphaned orphan) {
            orphaned(orphan);
        } else if (fact.data() instanceof TimelineForked fork) {
            forked(fork);
        } else if (fact.data() instanceof LeaderOverwritten overwritten) {
            overwritten(overwritten);
        } else if (fact.data() instanceof MemberChanged changed) {
            stuck(changed);
        }
    }

    private void orphaned(PrimaryOrphaned orphan) {
        if (orphan.getStage() == OrphanStage.ORPHANED) {
            metrics.alarm("primary_orphaned");
            log.error(
                    "PostgreSQL goes on as primary without its Patroni: {}. Stop PostgreSQL on this node, or start Patroni"
                            + " here. alarm=primary_orphaned member={} epoch={} timeline={} lsn={} patroni_silent_ms={}",
                    orphan.getDetail(),
                    orphan.getMember(),
                    orphan.getEpoch(),
                    orphan.getTimeline(),
                    orphan.getLsn(),
                    orphan.getPatroniSilentMs());
        } else if (orphan.getStage() == OrphanStage.ORPHAN_IMPENDING) {
            log.warn(
                    "The leader's Patroni is gone and PostgreSQL goes on: {}. Start Patroni here. member={} epoch={}"
                            + " patroni_silent_ms={}",
                    orphan.getDetail(),
                    orphan.getMember(),
                    orphan.getEpoch(),
                    orphan.getPatroniSilentMs());
        } else {
            log.info(
                    "PostgreSQL is no primary without its Patroni any more: {}. member={} epoch={}",
                    orphan.getDetail(),
                    orphan.getMember(),
                    orphan.getEpoch());
        }
    }

    private void forked(TimelineForked fork) {
        metrics.alarm("timeline_forked");
        log.error(
                "The WAL of this scope has two branches: keep every data directory as it is, and compare them before"
                        + " pg_rewind or reinit takes one away. alarm=timeline_forked timeline={} evidence={} lsn={}"
                        + " member={} other_lsn={} other_member={} bytes={}",
                fork.getTimeline(),
                fork.getEvidence(),
                fork.getLsn(),
                fork.getMember(),
                fork.getOtherLsn(),
                fork.getOtherMember(),
                fork.getBeyondBytes());
    }

    private void overwritten(LeaderOverwritten overwritten) {
        metrics.alarm("leader_overwritten");
        log.error(
                "A living leader key was put over by another member: compare the timelines of both (patronictl history)."
                        + " alarm=leader_overwritten member={} epoch={} previous_member={} previous_epoch={}",
                overwritten.getMember(),
                overwritten.getEpoch(),
                overwritten.getPreviousMember(),
                overwritten.getPreviousEpoch());
    }

    private void stuck(MemberChanged changed) {
        String name = changed.getMember().getName();
        if (changed.getReason().startsWith("stuck")) {
            metrics.alarm("replica_stuck");
            log.error(
                    "A replica that calls itself well stands still: {}. Look at its PostgreSQL's log; patronictl reinit if"
                            + " it cannot go on. alarm=replica_stuck member={} state={} timeline={} lag_bytes={}",
                    changed.getReason(),
                    name,
                    changed.getMember().getState(),
                    changed.getMember().getTimeline(),
                    changed.getMember().getLagBytes());
        } else if (!changed.getReason().isEmpty()) {
            log.info("A replica stands still no more: {}. member={}", changed.getReason(), name);
        }
    }
}
