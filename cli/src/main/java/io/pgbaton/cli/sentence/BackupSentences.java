package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupOverdue;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What becomes of backups. */
public final class BackupSentences {
    private BackupSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.BACKUP_STARTED, one -> started(one.data(BackupStarted.class)));
        sentences.put(EventType.BACKUP_PROGRESSED, one -> progressed(one.data(BackupProgressed.class)));
        sentences.put(EventType.BACKUP_COMPLETED, one -> completed(one.data(BackupCompleted.class)));
        sentences.put(EventType.BACKUP_FAILED, one -> failed(one.data(BackupFailed.class)));
        sentences.put(EventType.BACKUP_OVERDUE, one -> overdue(one.data(BackupOverdue.class)));
    }

    /** As in {@code full backup of stanza demo in repository 1}. */
    public static String task(BackupTask task) {
        String what = task.getKind() == BackupKind.BACKUP_KIND_BACKUP
                ? (type(task.getType()) + " backup").strip()
                : name(task.getKind(), "BACKUP_KIND_").replace('_', '-');
        String repo = task.getRepo() == 0 ? "" : " in repository " + task.getRepo();
        return what + " of stanza " + task.getStanza() + repo;
    }

    /** Empty when pgBackRest chooses. */
    public static String type(BackupType type) {
        return type == BackupType.BACKUP_TYPE_UNSPECIFIED ? "" : name(type, "BACKUP_TYPE_");
    }

    private static String started(BackupStarted started) {
        return started.getNode() + " began a " + task(started.getTask()) + Words.aside(started.getReason());
    }

    private static String progressed(BackupProgressed progressed) {
        return String.format(
                Locale.ROOT,
                "%s: %.0f %% of a %s",
                progressed.getNode(),
                progressed.getPercentHundredths() / 100.0,
                task(progressed.getTask()));
    }

    private static String completed(BackupCompleted completed) {
        return completed.getNode() + " completed a " + task(completed.getTask()) + Words.aside(completed.getLabel())
                + " in "
                + Words.seconds(Duration.ofMillis(completed.getDurationMs()))
                + Words.because(String.join("; ", completed.getWarningsList()));
    }

    private static String failed(BackupFailed failed) {
        return failed.getNode() + " failed a " + task(failed.getTask()) + ": " + failed.getName()
                + Words.aside(failed.getDetail()) + (failed.getNextStep().isEmpty() ? "" : "; " + failed.getNextStep());
    }

    private static String overdue(BackupOverdue overdue) {
        String newest = overdue.getNewestUs() == 0
                ? "no backup is known"
                : "the newest backup ended at " + Instant.EPOCH.plus(overdue.getNewestUs(), ChronoUnit.MICROS);
        return "backups of stanza " + overdue.getStanza() + " in repository " + overdue.getRepo() + " are overdue: "
                + newest + ", and one is wanted every "
                + Duration.ofMillis(overdue.getOverdueAfterMs()).toHours() + " h"
                + Words.aside(overdue.getWaitsFor()) + "; " + overdue.getNextStep();
    }

    private static String name(Enum<?> value, String prefix) {
        return value.name().substring(prefix.length()).toLowerCase(Locale.ROOT);
    }
}
