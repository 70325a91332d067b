package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * When one stanza is backed up into one of its repositories, when a backup there is restored to see whether it can be, or when
 * what retention lets go is removed from there.
 *
 * @param repo its number, as in pgBackRest's {@code repo1-path}
 * @param calendars by type of backup; a type that is missing is never due. Drills and expiry have one, of no type
 * @param zone in which the calendars are read
 * @param overdue how old the newest backup may become before the world is told; of drills agents know that
 * @param fromStandby pgBackRest copies from a standby, so one has to stream first
 */
public record Policy(
        Work work,
        String stanza,
        int repo,
        Map<BackupType, Calendar> calendars,
        ZoneId zone,
        Duration overdue,
        AfterFailover afterFailover,
        boolean fromStandby) {

    public Policy {
        Map<BackupType, Calendar> ordered = new EnumMap<>(BackupType.class);
        ordered.putAll(calendars);
        calendars = Collections.unmodifiableMap(ordered);
    }

    /** One that asks for drills. */
    public static Policy drills(String stanza, int repo, Calendar calendar, ZoneId zone) {
        return by(calendar, Work.DRILLS, stanza, repo, zone);
    }

    /** One that asks for {@code expire}. */
    public static Policy expiry(String stanza, int repo, Calendar calendar, ZoneId zone) {
        return by(calendar, Work.EXPIRY, stanza, repo, zone);
    }

    /** By its calendar alone. */
    private static Policy by(Calendar calendar, Work work, String stanza, int repo, ZoneId zone) {
        return new Policy(
                work,
                stanza,
                repo,
                Map.of(BackupType.BACKUP_TYPE_UNSPECIFIED, calendar),
                zone,
                Duration.ZERO,
                AfterFailover.NEVER,
                false);
    }

    /** No two policies of a scope have the same. */
    public String key() {
        return stanza + "/repo" + repo + (work == Work.BACKUPS ? "" : "/" + work.word());
    }
}
