package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * When one stanza is backed up into one of its repositories, or when a backup there is restored to see whether it can be.
 *
 * @param repo its number, as in pgBackRest's {@code repo1-path}
 * @param calendars by type of backup; a type that is missing is never due. Drills have one, of no type
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
        return new Policy(
                Work.DRILLS,
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
        return stanza + "/repo" + repo + (work == Work.DRILLS ? "/drill" : "");
    }
}
