package io.pgbaton.coordinator.decide.view;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressExpired;
import io.pgbaton.proto.v1.AddressReleased;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.ClusterResumed;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.DirectorState;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.Member;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.MemberJoined;
import io.pgbaton.proto.v1.MemberLeft;
import io.pgbaton.proto.v1.RouteChanged;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a scope looks like beside its leadership: for people and for programs that begin to listen. Nothing is decided
 * by it but that a paused cluster is not drained.
 *
 * @param members by name, a removed one without its description
 * @param last how the last handover ended; the default instance when there was none
 * @param archive what is wrong with the archive of the leader
 */
public record ScopeView(
        SortedMap<String, Seen> members,
        SortedMap<String, DirectorState> directors,
        Pause pause,
        HandoverCompleted last,
        ArchiveView archive) {

    /** At which revision: agents tell the same in different order. */
    public record Seen(Member member, long revision, boolean there) {}

    public record Pause(boolean paused, long revision) {}

    public static final ScopeView NOTHING = new ScopeView(
            new TreeMap<>(),
            new TreeMap<>(),
            new Pause(false, 0),
            HandoverCompleted.getDefaultInstance(),
            ArchiveView.NOTHING);

    public ScopeView {
        members = Collections.unmodifiableSortedMap(members);
        directors = Collections.unmodifiableSortedMap(directors);
    }

    public static ScopeView of(ClusterState described) {
        SortedMap<String, Seen> members = new TreeMap<>();
        described.getMembersList().forEach(m -> members.put(m.getName(), new Seen(m, 0, true)));
        SortedMap<String, DirectorState> directors = new TreeMap<>();
        described.getDirectorsList().forEach(d -> directors.put(d.getName(), d));
        return new ScopeView(
                members,
                directors,
                new Pause(described.getPatroniPaused(), 0),
                described.getLastHandover(),
                ArchiveView.of(described.getArchiveList()));
    }

    public ScopeView with(BusRecord record) {
        return switch (record.type()) {
            case MEMBER_JOINED -> joined(record.data(MemberJoined.class));
            case MEMBER_CHANGED -> changed(record.data(MemberChanged.class));
            case MEMBER_LEFT -> left(record.data(MemberLeft.class));
            case CLUSTER_PAUSED -> paused(true, record.data(ClusterPaused.class).getRevision());
            case CLUSTER_RESUMED ->
                paused(false, record.data(ClusterResumed.class).getRevision());
            case ADDRESS_ACQUIRED -> acquired(record.data(AddressAcquired.class));
            case ADDRESS_RELEASED -> {
                AddressReleased gone = record.data(AddressReleased.class);
                yield gone(gone.getName(), gone.getMember(), gone.getEpoch(), "released: " + gone.getReason());
            }
            case ADDRESS_EXPIRED -> {
                AddressExpired gone = record.data(AddressExpired.class);
                yield gone(gone.getName(), gone.getMember(), gone.getEpoch(), "expired: " + gone.getReason());
            }
            case ARCHIVE_BROKEN, LEADER_ACQUIRED, BACKUP_COMPLETED, AGENT_STARTED ->
                new ScopeView(members, directors, pause, last, archive.with(record));
            case ROUTE_CHANGED -> routed(record.data(RouteChanged.class));
            default -> this;
        };
    }

    public ScopeView withLast(HandoverCompleted completed) {
        return new ScopeView(members, directors, pause, completed, archive);
    }

    private ScopeView joined(MemberJoined joined) {
        return member(joined.getMember(), joined.getRevision(), true);
    }

    private ScopeView changed(MemberChanged changed) {
        return member(changed.getMember(), changed.getRevision(), true);
    }

    private ScopeView left(MemberLeft left) {
        return member(Member.newBuilder().setName(left.getName()).build(), left.getRevision(), false);
    }

    private ScopeView member(Member member, long revision, boolean there) {
        Seen before = members.get(member.getName());
        if (before != null && before.revision() > revision) {
            return this;
        }
        SortedMap<String, Seen> next = new TreeMap<>(members);
        next.put(member.getName(), new Seen(member, revision, there));
        return new ScopeView(next, directors, pause, last, archive);
    }

    private ScopeView paused(boolean paused, long revision) {
        return revision < pause.revision()
                ? this
                : new ScopeView(members, directors, new Pause(paused, revision), last, archive);
    }

    private ScopeView acquired(AddressAcquired acquired) {
        return director(DirectorState.newBuilder()
                .setName(acquired.getName())
                .setKind("address")
                .setMember(acquired.getMember())
                .setEpoch(acquired.getEpoch())
                .setDetail(acquired.getAddress() + " on " + acquired.getNode())
                .build());
    }

    /** Only if nobody else has it by now: the old holder may tell later than the new one. */
    private ScopeView gone(String name, String member, long epoch, String detail) {
        DirectorState before = directors.get(name);
        if (before == null || !before.getMember().equals(member)) {
            return this;
        }
        return director(before.toBuilder()
                .setMember("")
                .setEpoch(Math.max(epoch, before.getEpoch()))
                .setDetail(detail)
                .build());
    }

    private ScopeView routed(RouteChanged changed) {
        return director(DirectorState.newBuilder()
                .setName(changed.getDirector() + "/" + changed.getBackend())
                .setKind("haproxy")
                .setMember(String.join(",", changed.getUpList()))
                .setEpoch(changed.getEpoch())
                .setDetail(changed.getReason())
                .build());
    }

    private ScopeView director(DirectorState state) {
        DirectorState before = directors.get(state.getName());
        if (before != null && before.getEpoch() > state.getEpoch()) {
            return this;
        }
        SortedMap<String, DirectorState> next = new TreeMap<>(directors);
        next.put(state.getName(), state);
        return new ScopeView(members, next, pause, last, archive);
    }
}
