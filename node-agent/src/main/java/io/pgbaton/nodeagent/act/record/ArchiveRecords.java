package io.pgbaton.nodeagent.act.record;

import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.v1.ArchiveBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of an archive: on the bus, in the log with what to do, and counted. */
public final class ArchiveRecords {
    private static final Logger log = LoggerFactory.getLogger(ArchiveRecords.class);

    private final Recorder recorder;
    private final ScopeMetrics metrics;

    public ArchiveRecords(Recorder recorder, ScopeMetrics metrics) {
        this.recorder = recorder;
        this.metrics = metrics;
    }

    public void tell(Observed fact) {
        ArchiveBroken told = (ArchiveBroken) fact.data();
        if (told.getEnded()) {
            log.info(
                    "The archive is broken no more: {}. member={} epoch={} kind={} segment={}",
                    told.getDetail(),
                    told.getMember(),
                    told.getEpoch(),
                    told.getKind(),
                    told.getSegment());
        } else {
            metrics.alarm("archive_broken");
            log.error(
                    "WAL does not come into the archive: {}. alarm=archive_broken member={} epoch={} kind={} cause={} code={}"
                            + " segment={} gap_files={} gap_bytes={} detail=\"{}\"",
                    told.getNextStep(),
                    told.getMember(),
                    told.getEpoch(),
                    told.getKind(),
                    told.getCause(),
                    told.getCode(),
                    told.getSegment(),
                    told.getGapFiles(),
                    told.getGapBytes(),
                    told.getDetail());
        }
        recorder.observed(fact);
    }
}
