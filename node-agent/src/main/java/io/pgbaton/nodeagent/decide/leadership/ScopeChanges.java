package io.pgbaton.nodeagent.decide.leadership;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.ClusterResumed;
import io.pgbaton.proto.v1.ConfigChanged;
import io.pgbaton.proto.v1.LeaderStopping;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.MemberJoined;
import io.pgbaton.proto.v1.MemberLeft;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.pgbaton.proto.v1.SwitchoverWithdrawn;
import java.util.ArrayList;
import java.util.List;

/** Everything worth telling between two readings of a scope, in the order in which a person would tell it. */
public final class ScopeChanges {
    private ScopeChanges() {}

    /** @param afterGap the readings are not neighbours: several revisions lie between them */
    public static List<Observed> between(ScopeReading before, ScopeReading after, boolean afterGap) {
        List<Observed> told = new ArrayList<>();
        switchover(before, after, told);
        told.addAll(Leadership.changes(before, after, afterGap));
        stopping(before, after, told);
        members(before, after, told);
        configuration(before, after, told);
        return told;
    }

    private static void switchover(ScopeReading before, ScopeReading after, List<Observed> told) {
        long was = before.failover().map(FailoverRequest::modRevision).orElse(0L);
        long epoch = after.leader().map(LeaderReading::epoch).orElse(0L);
        after.failover().filter(f -> f.modRevision() != was).ifPresent(f -> {
            SwitchoverRequested data = SwitchoverRequested.newBuilder()
                    .setLeader(f.leader())
                    .setCandidate(f.candidate())
                    .setScheduledAt(f.scheduledAt())
                    .setEpoch(epoch)
                    .setRevision(f.modRevision())
                    .build();
            told.add(new Observed(EventType.SWITCHOVER_REQUESTED, f.leader(), Long.toString(f.modRevision()), data));
        });
        boolean epochGoesOn = before.leader().equals(after.leader());
        if (was != 0 && after.failover().isEmpty() && epochGoesOn) {
            SwitchoverWithdrawn data = SwitchoverWithdrawn.newBuilder()
                    .setEpoch(epoch)
                    .setRevision(after.revision())
                    .build();
            told.add(new Observed(EventType.SWITCHOVER_WITHDRAWN, "", Long.toString(was), data));
        }
    }

    private static void stopping(ScopeReading before, ScopeReading after, List<Observed> told) {
        after.leader().ifPresent(leader -> {
            MemberReading now = after.members().get(leader.member());
            MemberReading was = before.members().get(leader.member());
            boolean begins = now != null
                    && now.state().equals("stopping")
                    && (was == null || !was.state().equals("stopping"));
            if (begins) {
                LeaderStopping data = LeaderStopping.newBuilder()
                        .setMember(leader.member())
                        .setEpoch(leader.epoch())
                        .build();
                String anchor = leader.epoch() + "@" + now.modRevision();
                told.add(new Observed(EventType.LEADER_STOPPING, leader.member(), anchor, data));
            }
        });
    }

    private static void members(ScopeReading before, ScopeReading after, List<Observed> told) {
        after.members().forEach((name, now) -> {
            MemberReading was = before.members().get(name);
            if (was == null) {
                told.add(observed(
                        EventType.MEMBER_JOINED,
                        now,
                        MemberJoined.newBuilder()
                                .setMember(now.message(after.leaderPosition()))
                                .setRevision(now.modRevision())
                                .build()));
            } else if (now.differsFrom(was)) {
                told.add(observed(
                        EventType.MEMBER_CHANGED,
                        now,
                        MemberChanged.newBuilder()
                                .setMember(now.message(after.leaderPosition()))
                                .setPreviousRole(was.role())
                                .setPreviousState(was.state())
                                .setRevision(now.modRevision())
                                .build()));
            }
        });
        before.members().forEach((name, was) -> {
            if (!after.members().containsKey(name)) {
                MemberLeft data = MemberLeft.newBuilder()
                        .setName(name)
                        .setRevision(after.revision())
                        .build();
                // The last revision of the key that went: everybody who sees it go knows that one.
                told.add(new Observed(EventType.MEMBER_LEFT, name, Long.toString(was.modRevision()), data));
            }
        });
    }

    private static Observed observed(EventType type, MemberReading member, com.google.protobuf.Message data) {
        return new Observed(type, member.name(), Long.toString(member.modRevision()), data);
    }

    private static void configuration(ScopeReading before, ScopeReading after, List<Observed> told) {
        if (before.configRevision() == after.configRevision()) {
            return;
        }
        String anchor = Long.toString(after.configRevision());
        if (before.configRevision() != 0) {
            ConfigChanged data = ConfigChanged.newBuilder()
                    .addAllKeys(after.configKeys().stream().sorted().toList())
                    .setRevision(after.configRevision())
                    .build();
            told.add(new Observed(EventType.CONFIG_CHANGED, "", anchor, data));
        }
        if (after.paused() && !before.paused()) {
            ClusterPaused data = ClusterPaused.newBuilder()
                    .setRevision(after.configRevision())
                    .build();
            told.add(new Observed(EventType.CLUSTER_PAUSED, "", anchor, data));
        } else if (before.paused() && !after.paused()) {
            ClusterResumed data = ClusterResumed.newBuilder()
                    .setRevision(after.configRevision())
                    .build();
            told.add(new Observed(EventType.CLUSTER_RESUMED, "", anchor, data));
        }
    }
}
