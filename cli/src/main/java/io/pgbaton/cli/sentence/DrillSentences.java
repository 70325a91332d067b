package io.pgbaton.cli.sentence;

import io.pgbaton.cli.show.Sizes;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.DrillStep;
import io.pgbaton.proto.v1.DrillStepResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What becomes of drills. */
final class DrillSentences {
    /** Told by themselves. */
    private static final Set<String> MEASURED = Set.of("restore", "recovery");

    private DrillSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.DRILL_STARTED, one -> started(one.data(BackupStarted.class)));
        sentences.put(EventType.DRILL_PROGRESSED, one -> progressed(one.data(BackupProgressed.class)));
        sentences.put(EventType.DRILL_COMPLETED, one -> completed(one.data(DrillCompleted.class)));
        sentences.put(EventType.DRILL_FAILED, one -> failed(one.data(DrillFailed.class)));
    }

    private static String started(BackupStarted started) {
        return started.getNode() + " began a " + BackupSentences.task(started.getTask())
                + Words.aside(started.getReason());
    }

    private static String progressed(BackupProgressed progressed) {
        String part = progressed.getPhase().equals("restoring")
                ? String.format(Locale.ROOT, ", %.0f %%", progressed.getPercentHundredths() / 100.0)
                : "";
        return progressed.getNode() + ": " + BackupSentences.task(progressed.getTask()) + ": " + progressed.getPhase()
                + part;
    }

    private static String completed(DrillCompleted drill) {
        return drill.getNode() + " restored " + drill.getBackup().getLabel() + " of stanza "
                + drill.getTask().getStanza() + " in "
                + Words.seconds(Duration.ofMillis(drill.getRestoreMs()))
                + " (" + Sizes.of(drill.getBytesPerSecond()) + "/s) and recovered it in "
                + Words.seconds(Duration.ofMillis(drill.getRecoveryMs())) + "; it is whole by "
                + checks(drill.getStepsList()) + "; "
                + Words.seconds(Duration.ofMillis(drill.getDurationMs())) + " in all"
                + Words.because(String.join("; ", drill.getWarningsList()));
    }

    private static String checks(List<DrillStep> steps) {
        return steps.stream()
                .filter(step -> !MEASURED.contains(step.getName()))
                .filter(step -> step.getResult() == DrillStepResult.DRILL_STEP_RESULT_DONE)
                .map(step -> step.getName() + Words.aside(step.getDetail()))
                .collect(Collectors.joining(", "));
    }

    private static String failed(DrillFailed drill) {
        return drill.getNode() + " failed a " + BackupSentences.task(drill.getTask()) + ": " + drill.getName()
                + Words.aside(drill.getDetail()) + (drill.getNextStep().isEmpty() ? "" : "; " + drill.getNextStep());
    }
}
