package io.pgbaton.coordinator.decide;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressReleased;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.CommitsBlocked;
import io.pgbaton.proto.v1.CommitsProven;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.LeaderReaffirmed;
import io.pgbaton.proto.v1.LeaderStopping;
import io.pgbaton.proto.v1.LossCause;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.RouteChanged;
import io.pgbaton.proto.v1.StandbyLeading;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.pgbaton.proto.v1.SwitchoverWithdrawn;
import java.time.Instant;
import java.util.List;

/**
 * Observations as agents make them. Members are named as their nodes are; times are milliseconds after {@link #T0}.
 *
 * @param node who saw it
 */
public record Seen(String node, long atMs) {
    public static final Instant T0 = Instant.parse("2026-11-20T03:00:00Z");
    public static final long ETCD = 0xe7cd;
    public static final Scope SCOPE = new Scope("service", "demo");

    public static Seen by(String node, long atMs) {
        return new Seen(node, atMs);
    }

    public BusRecord lost(String member, long epoch) {
        LeaderLost data = LeaderLost.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setRevision(epoch + 5)
                .setCause(LossCause.LOSS_CAUSE_LEASE_EXPIRED)
                .build();
        return shared(EventType.LEADER_LOST, member, epoch, data);
    }

    public BusRecord acquired(String member, long epoch, long previousEpoch) {
        LeaderAcquired data = LeaderAcquired.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setPreviousEpoch(previousEpoch)
                .build();
        return shared(EventType.LEADER_ACQUIRED, member, epoch, data);
    }

    public BusRecord overwritten(String member, long epoch, String previousMember, long previousEpoch) {
        LeaderOverwritten data = LeaderOverwritten.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setPreviousMember(previousMember)
                .setPreviousEpoch(previousEpoch)
                .build();
        return shared(EventType.LEADER_OVERWRITTEN, member, epoch, data);
    }

    public BusRecord reaffirmed(String member, long epoch, long previousEpoch) {
        LeaderReaffirmed data = LeaderReaffirmed.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setPreviousEpoch(previousEpoch)
                .build();
        return shared(EventType.LEADER_REAFFIRMED, member, epoch, data);
    }

    public BusRecord stopping(String member, long epoch) {
        LeaderStopping data =
                LeaderStopping.newBuilder().setMember(member).setEpoch(epoch).build();
        return shared(EventType.LEADER_STOPPING, member, epoch, data);
    }

    public BusRecord writable(String member, long epoch, int timeline) {
        PrimaryWritable data = PrimaryWritable.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setTimeline(timeline)
                .setLsn("0/5000060")
                .build();
        return shared(EventType.PRIMARY_WRITABLE, member, epoch, data);
    }

    public BusRecord standbyLeading(String member, long epoch) {
        StandbyLeading data =
                StandbyLeading.newBuilder().setMember(member).setEpoch(epoch).build();
        return shared(EventType.STANDBY_LEADING, member, epoch, data);
    }

    public BusRecord proven(String member, long epoch) {
        CommitsProven data =
                CommitsProven.newBuilder().setMember(member).setEpoch(epoch).build();
        return shared(EventType.COMMITS_PROVEN, member, epoch, data);
    }

    public BusRecord blocked(String member, long epoch) {
        CommitsBlocked data =
                CommitsBlocked.newBuilder().setMember(member).setEpoch(epoch).build();
        return shared(EventType.COMMITS_BLOCKED, member, epoch, data);
    }

    public BusRecord requested(String leader, long epoch, long revision) {
        return scheduled(leader, epoch, revision, "");
    }

    public BusRecord scheduled(String leader, long epoch, long revision, String at) {
        SwitchoverRequested data = SwitchoverRequested.newBuilder()
                .setLeader(leader)
                .setEpoch(epoch)
                .setRevision(revision)
                .setScheduledAt(at)
                .build();
        return shared(EventType.SWITCHOVER_REQUESTED, leader, revision, data);
    }

    public BusRecord withdrawn(long epoch, long revision) {
        SwitchoverWithdrawn data = SwitchoverWithdrawn.newBuilder()
                .setEpoch(epoch)
                .setRevision(revision)
                .build();
        return shared(EventType.SWITCHOVER_WITHDRAWN, "", revision, data);
    }

    public BusRecord address(String name, long epoch) {
        AddressAcquired data = AddressAcquired.newBuilder()
                .setName(name)
                .setNode(node)
                .setMember(node)
                .setEpoch(epoch)
                .build();
        return shared(EventType.ADDRESS_ACQUIRED, name + "@" + node, epoch, data);
    }

    public BusRecord released(String name, long epoch) {
        AddressReleased data = AddressReleased.newBuilder()
                .setName(name)
                .setNode(node)
                .setMember(node)
                .setEpoch(epoch)
                .build();
        return shared(EventType.ADDRESS_RELEASED, name + "@" + node, epoch, data);
    }

    public BusRecord route(String proxy, String member, long epoch) {
        RouteChanged data = RouteChanged.newBuilder()
                .setDirector(node + "/" + proxy)
                .setNode(node)
                .setBackend("primary")
                .addUp(member)
                .setEpoch(epoch)
                .build();
        return shared(EventType.ROUTE_CHANGED, node + "/" + proxy, epoch, data);
    }

    public BusRecord of(EventType type, String subject, Message data) {
        return record(EventIds.local(node + "-run", atMs), type, subject, data, "node-agent");
    }

    private BusRecord shared(EventType type, String subject, long anchor, Message data) {
        return record(
                EventIds.fact(ETCD, SCOPE, type, subject, Long.toString(anchor)), type, subject, data, "node-agent");
    }

    private BusRecord record(String id, EventType type, String subject, Message data, String daemon) {
        return new BusRecord(
                id, BusRecord.source(SCOPE, node, daemon), type, SCOPE, subject, T0.plusMillis(atMs), "", "", data);
    }

    /** A host with a database, the address "write" and a proxy. */
    public static AgentRegistration host(String node) {
        return AgentRegistration.newBuilder()
                .setNode(node)
                .setInstance(node + "-run")
                .setMember(node)
                .addAddresses("write")
                .addProxies("haproxy")
                .setMode("act")
                .build();
    }

    public static List<AgentRegistration> hosts(String... nodes) {
        return List.of(nodes).stream().map(Seen::host).toList();
    }
}
