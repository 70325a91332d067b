package io.pgbaton.cli.sentence;

import io.pgbaton.cli.show.Sizes;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.RestoreCompleted;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreStarted;
import io.pgbaton.proto.v1.RestoreUndone;
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
        sentences.put(EventType.RESTORE_UNDONE, one -> undone(one.data(RestoreUndone.class)));
        sentences.put(EventType.BOOTSTRAP_COMPLETED, one -> bootstrapped(one.data(BootstrapCompleted.class)));
    }

    private static String started(RestoreStarted started) {
        String set = backup(started.getSet());
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
        return who(progressed.getNode()) + ": " + step(progressed.getPhase()) + Words.aside(progressed.getDetail());
    }

    private static String completed(RestoreCompleted completed) {
        return completed.getNode() + " restored " + Sizes.of(completed.getBytes()) + " for member "
                + completed.getMember() + " in " + Words.seconds(Duration.ofMillis(completed.getDurationMs()));
    }

    private static String failed(RestoreFailed failed) {
        RestoreFailure why = failed.getFailure();
        return standsStill(failed.getRestore(), why) + "; left: " + String.join("; ", why.getLeftList()) + "; "
                + why.getNextStep();
    }

    static String standsStill(String restore, RestoreFailure why) {
        return "restore " + restore + " stands still: " + step(why.getPhase()) + " on " + who(why.getNode())
                + " failed, " + why.getName() + Words.aside(why.getDetail());
    }

    private static String undone(RestoreUndone undone) {
        if (undone.getPlan().getKind() == RestoreKind.RESTORE_KIND_CLUSTER) {
            return "restore " + undone.getRestore() + " is given up: its cluster is not there";
        }
        return "restore " + undone.getRestore() + " is undone: " + members(undone.getPlan())
                + " run on the data that was set aside, in "
                + Words.seconds(Duration.ofMillis(undone.getDurationMs()));
    }

    private static String bootstrapped(BootstrapCompleted completed) {
        return begin(completed.getPlan()) + ": leader " + completed.getLeader() + ", timeline "
                + completed.getTimeline() + ", system identifier " + completed.getSystemIdentifier()
                + (completed.getProbeAnswer().isEmpty() ? "" : ", the probe said " + completed.getProbeAnswer())
                + ", in " + Words.seconds(Duration.ofMillis(completed.getDurationMs()));
    }

    private static String begin(RestorePlan plan) {
        return plan.getKind() == RestoreKind.RESTORE_KIND_IN_PLACE
                ? plan.getFrom() + " went back to " + TargetWords.of(plan.getTarget())
                        + " and is up, restored from backup " + plan.getSet()
                : "a new cluster of " + members(plan) + " is up, restored from backup " + plan.getSet() + " of "
                        + plan.getFrom();
    }

    static String members(RestorePlan plan) {
        return plan.getNodesList().stream().map(RestoreNode::getMember).collect(Collectors.joining(", "));
    }

    /** Who asks without a person takes the newest, whatever it is called. */
    static String backup(String set) {
        return set.isEmpty() ? "the newest backup" : "backup " + set;
    }

    /** What is done in etcd is no node's. */
    private static String who(String node) {
        return node.isEmpty() ? "the coordinator" : node;
    }

    static String step(RestorePhase phase) {
        return switch (phase) {
            case RESTORE_PHASE_RESTORE -> "restore";
            case RESTORE_PHASE_VERIFY -> "look at what was restored, beside the data directory";
            case RESTORE_PHASE_SET_ASIDE -> "stop of Patroni, and setting its data aside";
            case RESTORE_PHASE_CLEAN -> "removal of what Patroni keeps in etcd of the cluster that was";
            case RESTORE_PHASE_START -> "start of Patroni";
            case RESTORE_PHASE_STANZA_CREATE -> "stanza-create";
            case RESTORE_PHASE_CHECK -> "check of the archive";
            case RESTORE_PHASE_BACKUP -> "first backup after the restore";
            case RESTORE_PHASE_PUT_BACK -> "putting the data that was set aside back";
            case RESTORE_PHASE_COMPLETED -> "completed";
            case RESTORE_PHASE_FAILED -> "failed";
            case RESTORE_PHASE_UNDONE -> "undone";
            case RESTORE_PHASE_UNSPECIFIED, UNRECOGNIZED -> "a step that a newer version knows";
        };
    }
}
