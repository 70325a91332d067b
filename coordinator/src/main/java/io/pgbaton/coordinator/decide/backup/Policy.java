package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * When one stanza is backed up into one of its repositories.
 *
 * @param repo its number, as in pgBackRest's {@code repo1-path}
 * @param calendars by type of backup; a type that is missing is never due
 * @param zone in which the calendars are read
 * @param overdue how old the newest backup may become before the world is told
 * @param fromStandby pgBackRest copies from a standby, so one has to stream first
 */
public record Policy(
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

    /** No two policies of a scope have the same. */
    public String key() {
        return stanza + "/repo" + repo;
    }
}
