package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalFault;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.proto.v1.RehearsalSeen;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Handovers without effect. */
public final class RehearsalSentences {

    private RehearsalSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.REHEARSAL_SEEN, one -> seen(Words.speaker(one), one.data(RehearsalSeen.class)));
        sentences.put(
                EventType.REHEARSAL_ANSWERED, one -> answered(Words.speaker(one), one.data(RehearsalAnswered.class)));
        sentences.put(EventType.REHEARSAL_COMPLETED, one -> of(one.data(RehearsalResult.class)));
        sentences.put(EventType.REHEARSAL_FAILED, one -> of(one.data(RehearsalResult.class)));
    }

    /** How it ended, and what kept it from completing. */
    public static String of(RehearsalResult result) {
        String faults =
                result.getFaultsList().stream().map(RehearsalSentences::of).collect(Collectors.joining("; "));
        return (result.getCompleted() ? "a rehearsal completed" : "a rehearsal failed") + " after "
                + length(result.getDurationUs()) + Words.because(faults);
    }

    public static String of(RehearsalFault fault) {
        return fault.getNode().isEmpty()
                ? fault.getReason()
                : fault.getNode() + ", " + fault.getHop() + ": " + fault.getReason();
    }

    private static String seen(String node, RehearsalSeen seen) {
        return node + " sees that a rehearsal is asked for"
                + Words.aside(seen.getRequest().getActor());
    }

    private static String answered(String node, RehearsalAnswered answered) {
        long failed = answered.getStepsList().stream()
                .filter(step -> !step.getFault().isEmpty())
                .count();
        return node + " rehearsed " + Words.count(answered.getStepsCount(), "step", "steps") + " in "
                + length(answered.getDurationUs()) + (failed == 0 ? "" : ", of which " + failed + " failed");
    }

    private static String length(long micros) {
        return Words.seconds(Duration.ofNanos(micros * 1000));
    }
}
