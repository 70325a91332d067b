package io.pgbaton.cli;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.DirectorState;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LossCause;
import io.pgbaton.proto.v1.Phase;
import io.pgbaton.proto.v1.PrimaryWritable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the bus holds after a failover from n3 to n1. */
final class OneFailover {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final String ID = "feed00000000000000000001";

    private final Instant start;

    OneFailover(Instant start) {
        this.start = start;
    }

    List<BusRecord> events() {
        return List.of(
                event(
                        EventType.LEADER_LOST,
                        0,
                        LeaderLost.newBuilder()
                                .setMember("n3")
                                .setCause(LossCause.LOSS_CAUSE_LEASE_EXPIRED)
                                .build()),
                event(
                        EventType.HANDOVER_STARTED,
                        2,
                        HandoverStarted.newBuilder()
                                .setId(ID)
                                .setKind(HandoverKind.FAILOVER)
                                .setOldMember("n3")
                                .build()),
                event(
                        EventType.LEADER_ACQUIRED,
                        61,
                        LeaderAcquired.newBuilder()
                                .setMember("n1")
                                .setEpoch(812)
                                .setPreviousMember("n3")
                                .build()),
                event(
                        EventType.PRIMARY_WRITABLE,
                        233,
                        PrimaryWritable.newBuilder()
                                .setMember("n1")
                                .setTimeline(5)
                                .build()),
                event(EventType.HANDOVER_COMPLETED, 300, completed()));
    }

    List<BusRecord> audit() {
        Intent intent = Intent.newBuilder()
                .setAction("acquire address")
                .setTarget("write")
                .setReason("n1 leads")
                .build();
        String source = BusRecord.source(SCOPE, "n1", "node-agent");
        return List.of(new BusRecord(
                "i1", source, EventType.INTENT_RECORDED, SCOPE, "write", start.plusMillis(62), ID, "", intent));
    }

    BusRecord description() {
        ClusterState state = ClusterState.newBuilder()
                .setLeader("n1")
                .setLastHandover(completed())
                .addDirectors(DirectorState.newBuilder()
                        .setName("n1/haproxy")
                        .setKind("haproxy")
                        .setMember("n1"))
                .build();
        return event(EventType.CLUSTER_DESCRIBED, 310, state);
    }

    static BusRecord pause() {
        String source = BusRecord.publicSource(SCOPE);
        Message data = ClusterPaused.getDefaultInstance();
        return new BusRecord("p1", source, EventType.CLUSTER_PAUSED, SCOPE, "", Instant.now(), "", "", data);
    }

    private HandoverCompleted completed() {
        return HandoverCompleted.newBuilder()
                .setId(ID)
                .setKind(HandoverKind.FAILOVER)
                .setResult(HandoverResult.COMPLETED)
                .setOldMember("n3")
                .setNewMember("n1")
                .addPhases(phase("election", "", 0, 61))
                .addPhases(phase("promotion", "n1", 61, 172))
                .addPhases(phase("address", "n1", 233, 5))
                .setStartedUs(startUs())
                .setCompletedUs(startUs() + Duration.ofMillis(300).toNanos() / 1000)
                .build();
    }

    private Phase phase(String name, String where, long startMs, long lengthMs) {
        return Phase.newBuilder()
                .setName(name)
                .setWhere(where)
                .setStartUs(startUs() + startMs * 1000)
                .setDurationUs(lengthMs * 1000)
                .build();
    }

    private BusRecord event(EventType type, long afterMs, Message data) {
        String source = BusRecord.publicSource(SCOPE);
        return new BusRecord(type.noun(), source, type, SCOPE, "", start.plusMillis(afterMs), ID, "", data);
    }

    private long startUs() {
        return start.toEpochMilli() * 1000;
    }
}
