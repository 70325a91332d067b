package io.pgbaton.cli.sentence;

import io.pgbaton.proto.v1.RestoreTarget;

/** How far a restore goes, in words. */
public final class TargetWords {
    private TargetWords() {}

    /** As in {@code time 2026-11-22 03:00:00+00}; a timeline is named where it is not the newest. */
    public static String of(RestoreTarget target) {
        String timeline = target.getTimeline();
        boolean newest = timeline.isEmpty() || timeline.equals("latest");
        return where(target) + (newest ? "" : " on timeline " + timeline);
    }

    private static String where(RestoreTarget target) {
        return switch (target.getKind()) {
            case RESTORE_TARGET_KIND_TIME -> "time " + target.getValue();
            case RESTORE_TARGET_KIND_LSN -> "LSN " + target.getValue();
            case RESTORE_TARGET_KIND_XID -> "transaction " + target.getValue();
            case RESTORE_TARGET_KIND_NAME -> "restore point " + target.getValue();
            case RESTORE_TARGET_KIND_IMMEDIATE -> "the moment when the backup is consistent";
            case RESTORE_TARGET_KIND_END, UNRECOGNIZED -> "the end of the archive";
        };
    }
}
