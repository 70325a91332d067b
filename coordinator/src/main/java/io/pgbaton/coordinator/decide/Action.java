package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.backup.Order;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.backup.PolicyAction;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RestoreRequest;
import java.time.Duration;

/** What the machine asks for. */
public sealed interface Action {

    /** A public event. */
    record PublishEvent(BusRecord event) implements Action {}

    /** A public event that something waits for: {@link Input.Announced} when the broker has it. */
    record Announce(BusRecord event) implements Action {}

    /** @param attempt from 1; the same id each time */
    record SendCommand(BusRecord command, int attempt) implements Action {}

    record RecordAudit(BusRecord record) implements Action {}

    /** The state of the scope, on the compacted topic. */
    record DescribeCluster(BusRecord state) implements Action {}

    /**
     * By compare-and-swap against the last one of ours. Tried again until it is clear whether it is there:
     * {@link Input.RecordWritten} or {@link Input.RecordTaken}. Nothing else waits for it.
     */
    record WriteRecord(HandoverRecord record) implements Action {}

    /** Asks for a rehearsal: {@link Input.RehearsalPut} or {@link Input.RehearsalNotPut}. */
    record PutRehearsal(RehearsalRequest request) implements Action {}

    /** Puts the key that asks for a restore, unless somebody else just asked. Its watch tells, as of a person. */
    record AskRestore(RestoreRequest request) implements Action {}

    /**
     * Deletes what Patroni keeps in etcd of a cluster that has no leader, but for its configuration; if it has one, nothing is
     * deleted. {@link Input.PatroniCleaned}.
     */
    record CleanPatroni(String command) implements Action {}

    /** A rehearsal that was asked for has no result, because something goes before it. */
    record RehearsalGaveWay(long revision, String actor, String reason) implements Action {}

    /** An attempt at a backup that a policy wanted is over. */
    record BackupClosed(Policy policy, Order order, PolicyAction.Closed.Result result) implements Action {}

    /** Starts the timer anew if it runs. */
    record StartTimer(TimerKey key, Duration after) implements Action {}

    record CancelTimer(TimerKey key) implements Action {}

    /** From the record that is being decided on nothing is committed, so that a successor replays it. */
    record HoldOffsets(String handoverId) implements Action {}

    record ReleaseOffsets(String handoverId) implements Action {}

    /** Another coordinator owns the scope: forget it. */
    record StepDown(String reason) implements Action {}

    /** A fact that says nothing new. */
    record Ignored(BusRecord record, Reason reason) implements Action {
        public enum Reason {
            DUPLICATE,
            STALE_EPOCH
        }
    }
}
