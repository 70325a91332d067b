package io.pgbaton.cli.sentence;

import io.pgbaton.cli.show.Sizes;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.RestoreCompleted;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreStarted;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What becomes of restores. */
public final class RestoreSentences {
    private RestoreSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.RESTORE_STARTED, one -> started(one.data(RestoreStarted.class)));
        sentences.put(EventType.RESTORE_PROGRESSED, one -> progressed(one.data(RestoreProgressed.class)));
        sentences.put(EventType.RESTORE_COMPLETED, one -> completed(one.data(RestoreCompleted.class)));
        sentences.put(EventType.RESTORE_FAILED, one -> failed(one.data(RestoreFailed.class)));
        sentences.put(EventType.MEMBER_CHECKED, one -> checked(one.data(MemberChecked.class)));
        sentences.put(EventType.BOOTSTRAP_COMPLETED, one -> bootstrapped(one.data(BootstrapCompleted.class)));
    }

    private static String started(RestoreStarted started) {
        String set = started.getSet().isEmpty() ? "the newest backup" : "backup " + started.getSet();
        return started.getNode() + " began to restore " + set + " of stanza " + started.getStanza() + " for member "
                + started.getMember();
    }

    private static String progressed(RestoreProgressed progressed) {
        if (progressed.getBytes() > 0) {
            return String.format(
                    Locale.ROOT,
                    "%s: %.0f %% restored, %s, %s/s",
                    progressed.getNode(),
                    progressed.getPercentHundredths() / 100.0,
                    Sizes.of(progressed.getBytes()),
                    Sizes.of(progressed.getBytesPerSecond()));
        }
        return progressed.getNode() + ": " + step(progressed.getPhase()) + Words.aside(progressed.getDetail());
    }

    private static String completed(RestoreCompleted completed) {
        return completed.getNode() + " restored " + Sizes.of(completed.getBytes()) + " for member "
                + completed.getMember() + " in " + Words.seconds(Duration.ofMillis(completed.getDurationMs()));
    }

    private static String checked(MemberChecked checked) {
        return checked.getNode() + " checked member " + checked.getMember() + ": "
                + (checked.getFault().isEmpty()
                        ? checked.getRole() + " on timeline " + checked.getTimeline()
                        : checked.getFault() + Words.aside(checked.getDetail()));
    }

    private static String failed(RestoreFailed failed) {
        RestoreFailure why = failed.getFailure();
        return "restore " + failed.getRestore() + " stands still: " + step(why.getPhase()) + " on " + why.getNode()
                + " failed, " + why.getName() + Words.aside(why.getDetail()) + "; left: "
                + String.join("; ", why.getLeftList()) + "; " + why.getNextStep();
    }

    private static String bootstrapped(BootstrapCompleted completed) {
        String nodes = completed.getPlan().getNodesList().stream()
                .map(RestoreNode::getMember)
                .collect(Collectors.joining(", "));
        return "a new cluster of " + nodes + " is up, restored from backup "
                + completed.getPlan().getSet() + " of " + completed.getPlan().getFrom() + ": leader "
                + completed.getLeader() + ", timeline " + completed.getTimeline() + ", system identifier "
                + completed.getSystemIdentifier()
                + (completed.getProbeAnswer().isEmpty() ? "" : ", the probe said " + completed.getProbeAnswer())
                + ", in " + Words.seconds(Duration.ofMillis(completed.getDurationMs()));
    }

    private static String step(RestorePhase phase) {
        return switch (phase) {
            case RESTORE_PHASE_RESTORE -> "restore";
            case RESTORE_PHASE_START -> "start of Patroni";
            case RESTORE_PHASE_STANZA_CREATE -> "stanza-create of the new cluster";
            case RESTORE_PHASE_CHECK -> "check of the new archive";
            case RESTORE_PHASE_BACKUP -> "first backup of the new cluster";
            default -> phase.name().toLowerCase(Locale.ROOT);
        };
    }
}
