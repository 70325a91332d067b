package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AgentSilent;
import io.pgbaton.proto.v1.AgentStarted;
import io.pgbaton.proto.v1.AgentStopped;
import io.pgbaton.proto.v1.Source;
import io.pgbaton.proto.v1.SourceLost;
import io.pgbaton.proto.v1.SourceRestored;
import java.util.Map;
import java.util.function.Function;

/** Agents, and what they can see. */
final class AgentSentences {

    private AgentSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.AGENT_STARTED, one -> started(one.data(AgentStarted.class)));
        sentences.put(EventType.AGENT_STOPPED, one -> stopped(one.data(AgentStopped.class)));
        sentences.put(EventType.AGENT_SILENT, one -> silent(one.data(AgentSilent.class)));
        sentences.put(EventType.SOURCE_LOST, one -> lost(Words.speaker(one), one.data(SourceLost.class)));
        sentences.put(EventType.SOURCE_RESTORED, one -> restored(Words.speaker(one), one.data(SourceRestored.class)));
    }

    private static String started(AgentStarted started) {
        return "the agent on " + started.getNode() + " started"
                + Words.aside(
                        started.getVersion() + (started.getMode().isEmpty() ? "" : ", mode " + started.getMode()));
    }

    private static String stopped(AgentStopped stopped) {
        return "the agent on " + stopped.getNode() + " stopped" + Words.aside(stopped.getReason());
    }

    private static String silent(AgentSilent silent) {
        return "the agent on " + silent.getNode() + " is silent: its registration ran out";
    }

    private static String lost(String node, SourceLost lost) {
        String what =
                switch (lost.getSource()) {
                    case SOURCE_SCOPE -> "finds nothing of this scope in etcd";
                    case SOURCE_MEMBER -> "does not find its own member in etcd";
                    default -> "cannot reach " + name(lost.getSource());
                };
        return node + " " + what + Words.because(lost.getDetail());
    }

    private static String restored(String node, SourceRestored restored) {
        String what =
                switch (restored.getSource()) {
                    case SOURCE_SCOPE -> "finds this scope in etcd again";
                    case SOURCE_MEMBER -> "finds its own member in etcd again";
                    default -> "reaches " + name(restored.getSource()) + " again";
                };
        return node + " " + what + " after " + Words.millis(restored.getAwayMs());
    }

    private static String name(Source source) {
        return switch (source) {
            case SOURCE_ETCD -> "etcd";
            case SOURCE_PATRONI -> "Patroni";
            case SOURCE_POSTGRES -> "PostgreSQL";
            case SOURCE_HAPROXY -> "HAProxy";
            default -> "something it looks at";
        };
    }
}
