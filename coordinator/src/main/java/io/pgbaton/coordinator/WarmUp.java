package io.pgbaton.coordinator;

import com.google.protobuf.Message;
import io.pgbaton.coordinator.decide.Action;
import io.pgbaton.coordinator.decide.Decision;
import io.pgbaton.coordinator.decide.HandoverMachine;
import io.pgbaton.coordinator.decide.Identity;
import io.pgbaton.coordinator.decide.Input;
import io.pgbaton.coordinator.decide.Moment;
import io.pgbaton.coordinator.decide.ScopeState;
import io.pgbaton.coordinator.decide.Timings;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.HashChain;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.CommitsProven;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.RouteChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * Decides made-up failovers before the first real one has to load all the classes: cold it takes some hundred
 * milliseconds, and a handover is what this program is for. Nothing of it leaves the process.
 */
final class WarmUp {
    private static final Scope SCOPE = new Scope("warm", "up");
    private static final Moment NOW = new Moment(0, Instant.EPOCH);
    private static final AgentRegistration AGENT = AgentRegistration.newBuilder()
            .setNode("b")
            .setInstance("b-run")
            .setMember("b")
            .addAddresses("write")
            .addProxies("proxy")
            .build();

    private final Queue<Input> inputs = new ArrayDeque<>();
    private ScopeState state =
            ScopeState.empty(new Identity(SCOPE, 1, "warm", "up"), Timings.of(Duration.ofSeconds(30)));
    private int completed;

    private WarmUp() {}

    /** @return how many handovers were completed: as many as rounds, or it warms up something else */
    static int run(int rounds) {
        WarmUp warmUp = new WarmUp();
        warmUp.decide(new Input.TookOver(
                NOW,
                HandoverRecord.getDefaultInstance(),
                ClusterState.getDefaultInstance(),
                List.of(AGENT),
                HandsOff.NONE,
                Set.of()));
        warmUp.decide(new Input.ReplayEnded(NOW));
        for (long epoch = 1; epoch <= rounds; epoch++) {
            warmUp.failover(epoch * 2, epoch * 2 + 1);
        }
        return warmUp.completed;
    }

    private void failover(long ended, long next) {
        see(
                EventType.LEADER_LOST,
                LeaderLost.newBuilder().setMember("a").setEpoch(ended).build());
        see(
                EventType.LEADER_ACQUIRED,
                LeaderAcquired.newBuilder()
                        .setMember("b")
                        .setEpoch(next)
                        .setPreviousEpoch(ended)
                        .build());
        see(
                EventType.PRIMARY_WRITABLE,
                PrimaryWritable.newBuilder().setMember("b").setEpoch(next).build());
        see(
                EventType.ADDRESS_ACQUIRED,
                AddressAcquired.newBuilder()
                        .setName("write")
                        .setMember("b")
                        .setEpoch(next)
                        .build());
        see(
                EventType.ROUTE_CHANGED,
                RouteChanged.newBuilder()
                        .setDirector("b/proxy")
                        .addUp("b")
                        .setEpoch(next)
                        .build());
        see(
                EventType.COMMITS_PROVEN,
                CommitsProven.newBuilder().setMember("b").setEpoch(next).build());
    }

    private void see(EventType type, Message data) {
        String id = type + " " + data.hashCode();
        String source = BusRecord.source(SCOPE, "b", "node-agent");
        decide(new Input.Received(NOW, new BusRecord(id, source, type, SCOPE, "", Instant.EPOCH, "", "", data)));
    }

    private void decide(Input first) {
        inputs.add(first);
        while (!inputs.isEmpty()) {
            Decision decision = HandoverMachine.decide(state, inputs.poll());
            state = decision.next();
            decision.actions().forEach(this::pretend);
        }
    }

    private void pretend(Action action) {
        if (action instanceof Action.SendCommand send) {
            encode(send.command());
        } else if (action instanceof Action.PublishEvent publish) {
            encode(publish.event());
        } else if (action instanceof Action.RecordAudit audit) {
            encode(audit.record());
        } else if (action instanceof Action.DescribeCluster describe) {
            encode(describe.state());
        } else if (action instanceof Action.WriteRecord write) {
            CloudEventCodec.toJson(write.record());
            inputs.add(new Input.RecordWritten(NOW));
        } else if (action instanceof Action.Announce announce) {
            encode(announce.event());
            completed++;
            inputs.add(new Input.Announced(NOW, announce.event().id()));
        }
    }

    private static void encode(BusRecord record) {
        CloudEventCodec.encode("none", Numbered.chained(record, 1, HashChain.START), false, Instant.EPOCH);
    }
}
