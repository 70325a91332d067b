package io.pgbaton.proto.handsoff;

import com.google.protobuf.Timestamp;
import io.pgbaton.proto.v1.MaintenanceState;
import io.pgbaton.proto.v1.PauseState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The same words for it in refusals, events, logs and the command line. */
public final class HandsOffText {
    private HandsOffText() {}

    /** As in "the scope is paused by ann@db1: kernel update". */
    public static String of(PauseState state) {
        String what = (state.getEverywhere() ? "all scopes are paused" : "the scope is paused")
                + (state.getPause().getAddress() ? ", the address frozen," : "");
        return what + why(state.getPause().getActor(), state.getPause().getReason(), state.getUnreadable());
    }

    /** As in "n2 is in maintenance by ann@db1: kernel update". */
    public static String of(MaintenanceState state) {
        return state.getNode() + " is in maintenance"
                + why(state.getMaintenance().getActor(), state.getMaintenance().getReason(), state.getUnreadable());
    }

    public static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** To the second: it is for people. */
    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.truncatedTo(ChronoUnit.SECONDS).getEpochSecond())
                .build();
    }

    private static String why(String actor, String reason, String unreadable) {
        if (!unreadable.isEmpty()) {
            return " (its key cannot be read)";
        }
        return (actor.isEmpty() ? "" : " by " + actor) + (reason.isEmpty() ? "" : ": " + reason);
    }
}
