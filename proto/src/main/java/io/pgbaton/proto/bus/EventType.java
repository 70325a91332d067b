package io.pgbaton.proto.bus;

import com.google.protobuf.Message;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.proto.v1.AddressExpired;
import io.pgbaton.proto.v1.AddressReleased;
import io.pgbaton.proto.v1.AgentSilent;
import io.pgbaton.proto.v1.AgentStarted;
import io.pgbaton.proto.v1.AgentStopped;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.BackupOverdue;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.ClusterResumed;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.CommitsBlocked;
import io.pgbaton.proto.v1.CommitsProven;
import io.pgbaton.proto.v1.ConfigChanged;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverStarted;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.LeaderReaffirmed;
import io.pgbaton.proto.v1.LeaderStopping;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.MemberJoined;
import io.pgbaton.proto.v1.MemberLeft;
import io.pgbaton.proto.v1.MemberRebuilt;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.PoisonSkipped;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.RecordsLost;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.proto.v1.RehearsalSeen;
import io.pgbaton.proto.v1.RestoreCompleted;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreStarted;
import io.pgbaton.proto.v1.RestoreUndone;
import io.pgbaton.proto.v1.RouteChanged;
import io.pgbaton.proto.v1.SourceLost;
import io.pgbaton.proto.v1.SourceRestored;
import io.pgbaton.proto.v1.StandbyLeading;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.pgbaton.proto.v1.SwitchoverWithdrawn;
import io.pgbaton.proto.v1.TimelineForked;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every CloudEvents {@code type} with the message that is its data. */
public enum EventType {
    LEADER_LOST("leader.lost", LeaderLost.getDefaultInstance()),
    LEADER_ACQUIRED("leader.acquired", LeaderAcquired.getDefaultInstance()),
    LEADER_OVERWRITTEN("leader.overwritten", LeaderOverwritten.getDefaultInstance()),
    LEADER_REAFFIRMED("leader.reaffirmed", LeaderReaffirmed.getDefaultInstance()),
    LEADER_STOPPING("leader.stopping", LeaderStopping.getDefaultInstance()),
    PRIMARY_WRITABLE("primary.writable", PrimaryWritable.getDefaultInstance()),
    PRIMARY_ORPHANED("primary.orphaned", PrimaryOrphaned.getDefaultInstance()),
    TIMELINE_FORKED("timeline.forked", TimelineForked.getDefaultInstance()),
    STANDBY_LEADING("standby.leading", StandbyLeading.getDefaultInstance()),
    COMMITS_PROVEN("commits.proven", CommitsProven.getDefaultInstance()),
    COMMITS_BLOCKED("commits.blocked", CommitsBlocked.getDefaultInstance()),
    SWITCHOVER_REQUESTED("switchover.requested", SwitchoverRequested.getDefaultInstance()),
    SWITCHOVER_WITHDRAWN("switchover.withdrawn", SwitchoverWithdrawn.getDefaultInstance()),
    MEMBER_JOINED("member.joined", MemberJoined.getDefaultInstance()),
    MEMBER_LEFT("member.left", MemberLeft.getDefaultInstance()),
    MEMBER_CHANGED("member.changed", MemberChanged.getDefaultInstance()),
    CLUSTER_PAUSED("cluster.paused", ClusterPaused.getDefaultInstance()),
    CLUSTER_RESUMED("cluster.resumed", ClusterResumed.getDefaultInstance()),
    CLUSTER_DESCRIBED("cluster.described", ClusterState.getDefaultInstance()),
    CONFIG_CHANGED("config.changed", ConfigChanged.getDefaultInstance()),
    AGENT_STARTED("agent.started", AgentStarted.getDefaultInstance()),
    AGENT_STOPPED("agent.stopped", AgentStopped.getDefaultInstance()),
    AGENT_SILENT("agent.silent", AgentSilent.getDefaultInstance()),
    SOURCE_LOST("source.lost", SourceLost.getDefaultInstance()),
    SOURCE_RESTORED("source.restored", SourceRestored.getDefaultInstance()),
    ADDRESS_ACQUIRED("address.acquired", AddressAcquired.getDefaultInstance()),
    ADDRESS_RELEASED("address.released", AddressReleased.getDefaultInstance()),
    ADDRESS_EXPIRED("address.expired", AddressExpired.getDefaultInstance()),
    ADDRESS_CONFLICTED("address.conflicted", AddressConflicted.getDefaultInstance()),
    ROUTE_CHANGED("route.changed", RouteChanged.getDefaultInstance()),
    COMMAND_ISSUED("command.issued", Command.getDefaultInstance()),
    COMMAND_REFUSED("command.refused", Refusal.getDefaultInstance()),
    INTENT_RECORDED("intent.recorded", Intent.getDefaultInstance()),
    OUTCOME_RECORDED("outcome.recorded", Outcome.getDefaultInstance()),
    REFUSAL_RECORDED("refusal.recorded", Refusal.getDefaultInstance()),
    POISON_SKIPPED("poison.skipped", PoisonSkipped.getDefaultInstance()),
    RECORDS_LOST("records.lost", RecordsLost.getDefaultInstance()),
    HANDOVER_STARTED("handover.started", HandoverStarted.getDefaultInstance()),
    HANDOVER_COMPLETED("handover.completed", HandoverCompleted.getDefaultInstance()),
    HANDOVER_FAILED("handover.failed", HandoverFailed.getDefaultInstance()),
    REHEARSAL_SEEN("rehearsal.seen", RehearsalSeen.getDefaultInstance()),
    REHEARSAL_ANSWERED("rehearsal.answered", RehearsalAnswered.getDefaultInstance()),
    REHEARSAL_COMPLETED("rehearsal.completed", RehearsalResult.getDefaultInstance()),
    REHEARSAL_FAILED("rehearsal.failed", RehearsalResult.getDefaultInstance()),
    BACKUP_STARTED("backup.started", BackupStarted.getDefaultInstance()),
    BACKUP_PROGRESSED("backup.progressed", BackupProgressed.getDefaultInstance()),
    BACKUP_COMPLETED("backup.completed", BackupCompleted.getDefaultInstance()),
    BACKUP_FAILED("backup.failed", BackupFailed.getDefaultInstance()),
    BACKUP_OVERDUE("backup.overdue", BackupOverdue.getDefaultInstance()),
    ARCHIVE_BROKEN("archive.broken", ArchiveBroken.getDefaultInstance()),
    DRILL_STARTED("drill.started", BackupStarted.getDefaultInstance()),
    DRILL_PROGRESSED("drill.progressed", BackupProgressed.getDefaultInstance()),
    DRILL_COMPLETED("drill.completed", DrillCompleted.getDefaultInstance()),
    DRILL_FAILED("drill.failed", DrillFailed.getDefaultInstance()),
    RESTORE_STARTED("restore.started", RestoreStarted.getDefaultInstance()),
    RESTORE_PROGRESSED("restore.progressed", RestoreProgressed.getDefaultInstance()),
    RESTORE_COMPLETED("restore.completed", RestoreCompleted.getDefaultInstance()),
    RESTORE_FAILED("restore.failed", RestoreFailed.getDefaultInstance()),
    RESTORE_UNDONE("restore.undone", RestoreUndone.getDefaultInstance()),
    MEMBER_CHECKED("member.checked", MemberChecked.getDefaultInstance()),
    MEMBER_REBUILT("member.rebuilt", MemberRebuilt.getDefaultInstance()),
    MEMBER_BROKEN("member.broken", MemberBroken.getDefaultInstance()),
    BOOTSTRAP_COMPLETED("bootstrap.completed", BootstrapCompleted.getDefaultInstance());

    private static final String PREFIX = "io.pgbaton.";
    private static final Map<String, EventType> BY_TYPE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::type, Function.identity()));

    private final String noun;
    private final Message prototype;

    EventType(String noun, Message prototype) {
        this.noun = noun;
        this.prototype = prototype;
    }

    /** The value of {@code ce_type}. */
    public String type() {
        return PREFIX + noun;
    }

    /** Noun and verb alone, as people read it: {@code leader.lost}. */
    public String noun() {
        return noun;
    }

    public Message prototype() {
        return prototype;
    }

    /** Empty for a type of a newer version, which a reader skips. */
    public static Optional<EventType> of(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }
}
