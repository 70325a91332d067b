package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.backup.Repository;
import io.pgbaton.coordinator.decide.restore.PatroniThere;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RestoreRequest;
import java.util.List;
import java.util.Set;

/** What reaches the machine of one scope. The first is always {@link TookOver}. */
public sealed interface Input {
    Moment at();

    /**
     * The scope is ours: its record in etcd is claimed, so that no other coordinator's compare-and-swap succeeds any
     * more.
     *
     * @param record as found; the default instance when there was none
     * @param described the last state on the bus; the default instance when there was none
     * @param hands what operators ask
     * @param published ids of records that are on the bus already and are not to be published again
     */
    record TookOver(
            Moment at,
            HandoverRecord record,
            ClusterState described,
            List<AgentRegistration> agents,
            HandsOff hands,
            Set<String> published)
            implements Input {}

    /** A record of the observations topic or of the audit topic; the two are read in no common order. */
    record Received(Moment at, BusRecord record) implements Input {}

    /** All that was on the bus when the scope was taken over has been replayed. */
    record ReplayEnded(Moment at) implements Input {}

    /** The registrations in etcd changed. */
    record AgentsRead(Moment at, List<AgentRegistration> agents) implements Input {}

    /** What operators ask changed in etcd (R11). */
    record HandsOffRead(Moment at, HandsOff hands) implements Input {}

    /** The newest request for a rehearsal that was in etcd before the scope was ours. */
    record RehearsalKnown(Moment at, long revision) implements Input {}

    /** The key that asks for a rehearsal was put, by whomever. */
    record RehearsalAsked(Moment at, long revision, RehearsalRequest request) implements Input {}

    /** etcd took what {@link Action.PutRehearsal} asked for. */
    record RehearsalPut(Moment at, long revision) implements Input {}

    /** It did not, or nobody knows. */
    record RehearsalNotPut(Moment at) implements Input {}

    /** The key that asks something of a backup agent was put. */
    record BackupAsked(Moment at, long revision, BackupRequest request) implements Input {}

    /**
     * The key that asks for a cluster or a member from a backup was put.
     *
     * @param patroni what it keeps of the scope
     */
    record RestoreAsked(Moment at, long revision, RestoreRequest request, PatroniThere patroni) implements Input {}

    /**
     * The answer to {@link Action.CleanPatroni}.
     *
     * @param fault empty when it is done
     */
    record PatroniCleaned(Moment at, String command, String fault) implements Input {}

    /** The registrations of backup agents in etcd changed, or were read. */
    record BackupAgentsRead(Moment at, List<BackupAgentRegistration> agents) implements Input {}

    /** A backup agent was asked what is in a repository. */
    record RepositoryRead(Moment at, String stanza, int repo, Repository repository) implements Input {}

    /** The last {@link Action.WriteRecord} is in etcd. */
    record RecordWritten(Moment at) implements Input {}

    /** Another coordinator's record is there instead. */
    record RecordTaken(Moment at, String by) implements Input {}

    /** The broker has the event for which {@link Action.Announce} was asked. */
    record Announced(Moment at, String eventId) implements Input {}

    record TimerFired(Moment at, TimerKey key) implements Input {}
}
