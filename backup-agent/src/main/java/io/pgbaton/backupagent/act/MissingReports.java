package io.pgbaton.backupagent.act;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ArchiveBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what WAL a repository lacks, and that this is over. On the event loop. */
public final class MissingReports {
    private static final Logger log = LoggerFactory.getLogger(MissingReports.class);

    private final StanzaRecorder recorder;
    private final String stanza;

    public MissingReports(StanzaRecorder recorder, String stanza) {
        this.recorder = recorder;
        this.stanza = stanza;
    }

    public void tell(ArchiveBroken told) {
        if (told.getEnded()) {
            log.info(
                    "Missing WAL is an alarm no more: {}. stanza={} repo={} from={} to={}",
                    told.getDetail(),
                    stanza,
                    told.getRepo(),
                    told.getSegment(),
                    told.getLastSegment());
        } else {
            log.error(
                    "WAL is missing from the archive: {}. stanza={} repo={} from={} to={} files={} detail=\"{}\"",
                    told.getNextStep(),
                    stanza,
                    told.getRepo(),
                    told.getSegment(),
                    told.getLastSegment(),
                    told.getMissingFiles(),
                    told.getDetail());
        }
        recorder.local(EventType.ARCHIVE_BROKEN, stanza, "", told);
    }
}
