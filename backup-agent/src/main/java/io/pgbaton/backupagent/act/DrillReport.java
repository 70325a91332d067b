package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Conclusion;
import io.pgbaton.backupagent.decide.Drilled;
import io.pgbaton.backupagent.decide.Line;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.DrillStep;
import io.pgbaton.proto.v1.DrilledBackup;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a drill has shown, from what it said. */
public final class DrillReport {
    private static final String RESTORE = "restore";
    private static final String RECOVERY = "recovery";
    /** All of it, of which the drill alone knows when its agent was away. */
    private static final String TOTAL = "total";

    private DrillReport() {}

    public static DrillCompleted completed(String node, Attempt attempt, Conclusion conclusion) {
        Drilled drilled = conclusion.heard().drilled();
        DrilledBackup backup = backup(drilled);
        long restore = millis(drilled, RESTORE, 0);
        return DrillCompleted.newBuilder()
                .setCommandId(attempt.job().id())
                .setAttempt(attempt.number())
                .setNode(node)
                .setTask(attempt.job().task())
                .setBackup(backup)
                .setRestoreMs(restore)
                .setBytesPerSecond(
                        (long) (backup.getBytes() * (double) TimeUnit.SECONDS.toMillis(1) / Math.max(1, restore)))
                .setRecoveryMs(millis(drilled, RECOVERY, 0))
                .addAllSteps(steps(drilled))
                .setDurationMs(millis(drilled, TOTAL, conclusion.took().toMillis()))
                .addAllWarnings(conclusion.heard().warnings())
                .build();
    }

    static DrillFailed failed(String node, Attempt attempt, Conclusion conclusion) {
        Drilled drilled = conclusion.heard().drilled();
        DrillFailed.Builder failed = DrillFailed.newBuilder()
                .setCommandId(attempt.job().id())
                .setAttempt(attempt.number())
                .setNode(node)
                .setTask(attempt.job().task())
                .addAllSteps(steps(drilled))
                .setCode(conclusion.code())
                .setName(conclusion.name())
                .setDetail(conclusion.detail())
                .setNextStep(NextStep.of(conclusion.name(), attempt.job().task()))
                .setDurationMs(millis(drilled, TOTAL, conclusion.took().toMillis()))
                .addAllWarnings(conclusion.heard().warnings());
        if (drilled.backup().isPresent()) {
            failed.setBackup(backup(drilled));
        }
        return failed.build();
    }

    private static DrilledBackup backup(Drilled drilled) {
        return drilled.backup()
                .map(chosen -> DrilledBackup.newBuilder()
                        .setLabel(chosen.label())
                        .setRepo(chosen.repo())
                        .setBytes(chosen.bytes())
                        .setStoppedUs(TimeUnit.SECONDS.toMicros(chosen.stoppedSeconds()))
                        .build())
                .orElse(DrilledBackup.getDefaultInstance());
    }

    private static List<DrillStep> steps(Drilled drilled) {
        return drilled.steps().stream()
                .filter(step -> !step.name().equals(TOTAL))
                .map(step -> DrillStep.newBuilder()
                        .setName(step.name())
                        .setResult(step.result())
                        .setDurationMs(step.millis())
                        .setDetail(step.text())
                        .build())
                .toList();
    }

    private static long millis(Drilled drilled, String name, long otherwise) {
        return drilled.steps().stream()
                .filter(step -> step.name().equals(name))
                .mapToLong(Line.Step::millis)
                .findFirst()
                .orElse(otherwise);
    }
}
