package io.pgbaton.nodeagent.act.record;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Source;
import io.pgbaton.proto.v1.SourceLost;
import io.pgbaton.proto.v1.SourceRestored;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be looked at and what cannot: told once when it is lost and once when it is back, and said again in the log every
 * minute, not every second. Failure to reach something is never the same as its saying no.
 */
public final class SourceRecords {
    private static final Logger log = LoggerFactory.getLogger(SourceRecords.class);
    private static final long SAY_AGAIN = TimeUnit.MINUTES.toNanos(1);

    private final Recorder recorder;
    private final Map<Source, Absence> absences = new EnumMap<>(Source.class);

    private record Absence(long since, long saidAt, String reason) {}

    public SourceRecords(Recorder recorder) {
        this.recorder = recorder;
    }

    public void lost(Source source, String reason) {
        long now = BootClock.nanos();
        Absence absence = absences.get(source);
        if (absence == null) {
            absences.put(source, new Absence(now, now, reason));
            log.warn("Lost {}: {}", name(source), reason);
            recorder.local(
                    EventType.SOURCE_LOST,
                    name(source),
                    "",
                    SourceLost.newBuilder().setSource(source).setDetail(reason).build());
        } else if (now - absence.saidAt() >= SAY_AGAIN) {
            absences.put(source, new Absence(absence.since(), now, reason));
            log.warn(
                    "Still without {}: {} seconds={}",
                    name(source),
                    reason,
                    TimeUnit.NANOSECONDS.toSeconds(now - absence.since()));
        }
    }

    public void restored(Source source) {
        Absence absence = absences.remove(source);
        if (absence == null) {
            return;
        }
        long away = TimeUnit.NANOSECONDS.toMillis(BootClock.nanos() - absence.since());
        log.info("{} is back. away_ms={}", name(source), away);
        recorder.local(
                EventType.SOURCE_RESTORED,
                name(source),
                "",
                SourceRestored.newBuilder().setSource(source).setAwayMs(away).build());
    }

    /** Why a source is away, or "" when it is not. */
    public String absence(Source source) {
        Absence absence = absences.get(source);
        return absence == null ? "" : absence.reason();
    }

    private static String name(Source source) {
        return source.name().substring("SOURCE_".length()).toLowerCase(Locale.ROOT);
    }
}
