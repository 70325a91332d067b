package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.ClusterResumed;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.ConfigChanged;
import io.pgbaton.proto.v1.Member;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.MemberJoined;
import io.pgbaton.proto.v1.MemberLeft;
import java.util.Map;
import java.util.function.Function;

/** Members of a scope, and what Patroni says of it. */
final class ClusterSentences {

    private ClusterSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.MEMBER_JOINED, one -> joined(one.data(MemberJoined.class)));
        sentences.put(EventType.MEMBER_LEFT, one -> one.data(MemberLeft.class).getName() + " is no longer a member");
        sentences.put(EventType.MEMBER_CHANGED, one -> changed(one.data(MemberChanged.class)));
        sentences.put(EventType.CLUSTER_PAUSED, one -> paused(one.data(ClusterPaused.class)));
        sentences.put(EventType.CLUSTER_RESUMED, one -> resumed(one.data(ClusterResumed.class)));
        sentences.put(EventType.CLUSTER_DESCRIBED, one -> described(one.data(ClusterState.class)));
        sentences.put(EventType.CONFIG_CHANGED, one -> config(one.data(ConfigChanged.class)));
    }

    private static String paused(ClusterPaused paused) {
        return paused.hasPgbaton()
                ? "pgbaton: " + HandsOffText.of(paused.getPgbaton())
                : "Patroni is paused: it starts no failover by itself";
    }

    private static String resumed(ClusterResumed resumed) {
        if (!resumed.hasPgbaton()) {
            return "Patroni is no longer paused";
        }
        String by = resumed.getBy().getActor().isEmpty()
                ? ""
                : " (" + resumed.getBy().getActor() + " ended it)";
        return "pgbaton is no longer paused" + by + ": " + HandsOffText.of(resumed.getPgbaton()) + ", it was said";
    }

    private static String joined(MemberJoined joined) {
        Member member = joined.getMember();
        return member.getName() + " is a member" + Words.aside(member.getRole() + ", " + member.getState());
    }

    private static String changed(MemberChanged changed) {
        if (changed.hasMaintenance()) {
            return HandsOffText.of(changed.getMaintenance()) + (changed.getMaintenanceOver() ? ": this is over" : "");
        }
        Member now = changed.getMember();
        if (!changed.getReason().isEmpty()) {
            return now.getName()
                    + Words.aside(now.getRole() + " " + now.getState())
                    + Words.because(changed.getReason());
        }
        String before = changed.getPreviousRole() + " " + changed.getPreviousState();
        String after = now.getRole() + " " + now.getState();
        String what = before.equals(after) ? after : before + " -> " + after;
        return now.getName() + " changed: " + what + Words.aside("timeline " + now.getTimeline());
    }

    private static String described(ClusterState state) {
        String leader = state.getLeader().isEmpty() ? "no leader" : "leader " + state.getLeader();
        return leader + ", " + Words.count(state.getMembersCount(), "member", "members") + ", "
                + Words.count(state.getDirectorsCount(), "director", "directors");
    }

    private static String config(ConfigChanged config) {
        return "Patroni's configuration changed" + Words.because(String.join(", ", config.getKeysList()));
    }
}
