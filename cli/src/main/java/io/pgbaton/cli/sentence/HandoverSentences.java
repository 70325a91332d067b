package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverStarted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A handover as a whole. */
final class HandoverSentences {

    private HandoverSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.HANDOVER_STARTED, one -> started(one.data(HandoverStarted.class)));
        sentences.put(EventType.HANDOVER_COMPLETED, one -> completed(one.data(HandoverCompleted.class)));
        sentences.put(EventType.HANDOVER_FAILED, one -> failed(one.data(HandoverFailed.class)));
    }

    private static String started(HandoverStarted started) {
        int directors = started.getRoster().getAgentsList().stream()
                .mapToInt(HandoverSentences::directors)
                .sum();
        String from = started.getOldMember().isEmpty() ? "" : " from " + started.getOldMember();
        return kind(started.getKind()) + from + " begins, " + Words.count(directors, "director has", "directors have")
                + " to follow";
    }

    private static int directors(AgentRegistration agent) {
        return agent.getAddressesCount() + agent.getProxiesCount();
    }

    private static String completed(HandoverCompleted done) {
        String whom = kind(done.getKind()) + members(done.getOldMember(), done.getNewMember());
        String length = " after " + length(done.getStartedUs(), done.getCompletedUs());
        return switch (done.getResult()) {
            case COMPLETED_PARTLY ->
                whom + " completed" + length + ", not confirmed by " + list(done.getUnconfirmedList());
            case COMMITS_BLOCKED -> whom + " completed" + length + ", but commits hang" + because(done.getReason());
            case HANDOVER_SUPERSEDED -> whom + " was overtaken by the next one" + length;
            case WITHDRAWN -> whom + " did not come; clients are back where they were" + length;
            default -> whom + " completed" + length;
        };
    }

    private static String failed(HandoverFailed failed) {
        return kind(failed.getKind()) + members(failed.getOldMember(), failed.getNewMember()) + " failed after "
                + length(failed.getStartedUs(), failed.getFailedUs()) + because(failed.getReason())
                + (failed.getNextStep().isEmpty() ? "" : ". Next: " + failed.getNextStep());
    }

    private static String members(String from, String to) {
        return (from.isEmpty() ? "" : " from " + from) + (to.isEmpty() ? "" : " to " + to);
    }

    private static String because(String reason) {
        return Words.because(reason);
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "some directors" : String.join(", ", names);
    }

    private static String length(long startUs, long endUs) {
        return Words.seconds(Duration.ofNanos((endUs - startUs) * 1000));
    }

    private static String kind(HandoverKind kind) {
        return kind == HandoverKind.HANDOVER_KIND_UNSPECIFIED ? "handover" : Words.of(kind);
    }
}
