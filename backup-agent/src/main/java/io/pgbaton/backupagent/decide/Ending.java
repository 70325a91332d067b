package io.pgbaton.backupagent.decide;

import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;
import java.time.Duration;

/** How a launched attempt comes to its end. */
final class Ending {
    /** Another one holds the lock of the stanza, on this host or on that of the primary. */
    private static final String BUSY = "busy";

    private Ending() {}

    static void ended(RunStep step, Current current, RunInput.Ended ended) {
        if (ended.code() == 0) {
            conclude(step, current, Result.RESULT_DONE, 0, ended.name(), "");
            step.askInfo(current);
            step.finish();
        } else if (ended.name().equals(BUSY)) {
            boolean drill = current.attempt().job().task().getKind() == BackupKind.BACKUP_KIND_DRILL;
            String why = drill ? "another drill is at work on this host" : "another pgBackRest works on the stanza";
            conclude(step, current, Result.RESULT_LATER, ended.code(), BUSY, why);
            step.later(current, RefusalReason.BUSY, why);
        } else {
            boolean stopped = current.phase() == Current.Phase.STOPPING;
            String detail = stopped ? "it was cancelled " + why(step, current) : ended.lastWords();
            String name = stopped ? "too-long" : ended.name();
            conclude(step, current, Result.RESULT_FAILED, ended.code(), name, detail);
            step.askInfo(current);
            step.finish();
        }
    }

    static void unknown(RunStep step, Current current, String reason) {
        conclude(step, current, Result.RESULT_UNKNOWN, Conclusion.NONE, "unknown", reason);
        step.askInfo(current);
        step.finish();
    }

    static void notStarted(RunStep step, Current current, RunInput.LaunchFailed failed) {
        conclude(step, current, Result.RESULT_FAILED, Conclusion.NONE, failed.name(), failed.reason());
        step.finish();
    }

    private static String why(RunStep step, Current current) {
        long seconds = Duration.ofNanos(step.at - current.since()).toSeconds();
        return "after " + seconds + " s (limits.start is " + step.limits.start().toSeconds() + " s, limits.run "
                + step.limits.run().toSeconds() + " s)";
    }

    private static void conclude(RunStep step, Current current, Result result, int code, String name, String detail) {
        Duration took = Duration.ofNanos(Math.max(0, step.at - current.since()));
        step.act(new RunAction.Conclude(
                current.attempt(), new Conclusion(result, code, name, detail, took, current.heard())));
    }
}
