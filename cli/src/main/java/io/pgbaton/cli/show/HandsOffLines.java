package io.pgbaton.cli.show;

import com.google.protobuf.Timestamp;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.MaintenanceState;
import io.pgbaton.proto.v1.PauseState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Pauses and maintenances for people: who, since when, why. */
public final class HandsOffLines {
    private HandsOffLines() {}

    /** As in "the scope is paused by ann@db1: kernel update (since 2026-11-20 12:00:00, 2 h 3 min)". */
    public static String of(PauseState state, ZoneId zone) {
        return HandsOffText.of(state)
                + (state.getPause().hasSince() ? " (" + since(state.getPause().getSince(), zone) + ")" : "");
    }

    public static String of(MaintenanceState state, ZoneId zone) {
        String since =
                state.getMaintenance().hasSince() ? since(state.getMaintenance().getSince(), zone) + ", " : "";
        return HandsOffText.of(state) + " (" + since + until(state, zone) + ")";
    }

    private static String until(MaintenanceState state, ZoneId zone) {
        return state.getMaintenance().hasUntil()
                ? "until "
                        + Times.toSecond(
                                HandsOffText.instant(state.getMaintenance().getUntil()), zone)
                : "until it is cleared";
    }

    private static String since(Timestamp time, ZoneId zone) {
        Instant since = HandsOffText.instant(time);
        return "since " + Times.toSecond(since, zone) + ", " + Times.length(Duration.between(since, Instant.now()));
    }
}
