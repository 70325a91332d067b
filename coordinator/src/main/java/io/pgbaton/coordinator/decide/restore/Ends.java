package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.MemberRebuilt;
import io.pgbaton.proto.v1.RestoreState;
import io.pgbaton.proto.v1.RestoreUndone;

/** What is told when a restore is over. */
final class Ends {
    private Ends() {}

    static BootstrapCompleted bootstrapped(RestoreState text, long millis) {
        return BootstrapCompleted.newBuilder()
                .setRestore(text.getId())
                .setPlan(text.getPlan())
                .setLeader(text.getPlan().getNodes(0).getMember())
                .setSystemIdentifier(text.getSystemIdentifier())
                .setTimeline(text.getTimeline())
                .setProbeAnswer(text.getProbeAnswer())
                .setDurationMs(millis)
                .build();
    }

    static MemberRebuilt rebuilt(RestoreState text, long millis) {
        return MemberRebuilt.newBuilder()
                .setRestore(text.getId())
                .setPlan(text.getPlan())
                .setTimeline(text.getTimeline())
                .setDurationMs(millis)
                .build();
    }

    static RestoreUndone undone(RestoreState text, long millis) {
        return RestoreUndone.newBuilder()
                .setRestore(text.getId())
                .setPlan(text.getPlan())
                .setDurationMs(millis)
                .build();
    }
}
