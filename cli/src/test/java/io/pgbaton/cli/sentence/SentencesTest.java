package io.pgbaton.cli.sentence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AcquireAddress;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.proto.v1.AddressReleased;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.DrillStep;
import io.pgbaton.proto.v1.DrillStepResult;
import io.pgbaton.proto.v1.DrilledBackup;
import io.pgbaton.proto.v1.ForkEvidence;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LossCause;
import io.pgbaton.proto.v1.Member;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.OrphanStage;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.Roster;
import io.pgbaton.proto.v1.RouteChanged;
import io.pgbaton.proto.v1.Source;
import io.pgbaton.proto.v1.SourceLost;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.pgbaton.proto.v1.TimelineForked;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentencesTest {
    private static final Scope SCOPE = new Scope("service", "demo");

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyTypeHasASentenceEvenWhenNothingIsFilledIn(EventType type) {
        assertFalse(say(type, type.prototype()).isBlank());
    }

    @Test
    void tellsWhatADrillHasShown() {
        DrillCompleted drill = DrillCompleted.newBuilder()
                .setNode("bk1")
                .setTask(BackupTask.newBuilder().setStanza("demo").setKind(BackupKind.BACKUP_KIND_DRILL))
                .setBackup(DrilledBackup.newBuilder().setLabel("20261121-220000F"))
                .setRestoreMs(2000)
                .setBytesPerSecond(1 << 20)
                .setRecoveryMs(1000)
                .addSteps(DrillStep.newBuilder().setName("restore").setResult(DrillStepResult.DRILL_STEP_RESULT_DONE))
                .addSteps(DrillStep.newBuilder().setName("amcheck").setResult(DrillStepResult.DRILL_STEP_RESULT_DONE))
                .addSteps(DrillStep.newBuilder()
                        .setName("probe")
                        .setResult(DrillStepResult.DRILL_STEP_RESULT_DONE)
                        .setDetail("it answered 3"))
                .setDurationMs(5000)
                .build();
        assertEquals(
                "bk1 restored 20261121-220000F of stanza demo in 2.000 s (1.0 MiB/s) and recovered it in 1.000 s; it is whole by"
                        + " amcheck, probe (it answered 3); 5.000 s in all",
                say(EventType.DRILL_COMPLETED, drill));
    }

    @Test
    void tellsOfALeadership() {
        LeaderLost lost = LeaderLost.newBuilder()
                .setMember("n3")
                .setCause(LossCause.LOSS_CAUSE_LEASE_EXPIRED)
                .build();
        assertEquals("n3 lost the leadership (its lease ran out)", say(EventType.LEADER_LOST, lost));

        LeaderAcquired acquired = LeaderAcquired.newBuilder()
                .setMember("n1")
                .setEpoch(812)
                .setPreviousMember("n3")
                .build();
        assertEquals("n1 is the leader now (epoch 812, before it n3)", say(EventType.LEADER_ACQUIRED, acquired));

        SwitchoverRequested asked = SwitchoverRequested.newBuilder()
                .setLeader("n1")
                .setCandidate("n2")
                .build();
        assertEquals("a switchover was asked for: from n1 to n2, now", say(EventType.SWITCHOVER_REQUESTED, asked));
    }

    @Test
    void tellsOfAnOrphanAndWhatToDo() {
        PrimaryOrphaned orphan = PrimaryOrphaned.newBuilder()
                .setMember("n1")
                .setStage(OrphanStage.ORPHANED)
                .setDetail("n2 leads in epoch 20")
                .build();
        assertEquals(
                "n1 goes on as primary without its Patroni: stop PostgreSQL there, or start Patroni"
                        + " (n2 leads in epoch 20)",
                say(EventType.PRIMARY_ORPHANED, orphan));
        PrimaryOrphaned ended = orphan.toBuilder()
                .setStage(OrphanStage.ORPHAN_ENDED)
                .setDetail("PostgreSQL is a standby now")
                .build();
        assertEquals(
                "n1 is no primary without its Patroni any more: PostgreSQL is a standby now",
                say(EventType.PRIMARY_ORPHANED, ended));
    }

    @Test
    void tellsOfTwoBranchesOfWal() {
        TimelineForked fork = TimelineForked.newBuilder()
                .setTimeline(36)
                .setLsn("0/812FEC8")
                .setOtherLsn("0/812FFD0")
                .setOtherMember("n3")
                .setEvidence(ForkEvidence.FORK_PRIMARY)
                .build();
        assertEquals(
                "timeline 36 ended at 0/812FEC8, and n3 has it up to 0/812FFD0: two branches of WAL,"
                        + " keep both data directories until they are compared",
                say(EventType.TIMELINE_FORKED, fork));
    }

    @Test
    void tellsOfAReplicaThatStandsStill() {
        MemberChanged stuck = MemberChanged.newBuilder()
                .setMember(Member.newBuilder().setName("n3").setRole("replica").setState("running"))
                .setReason("stuck: its WAL position has not moved for 60 s, while the leader went on by 1200000 bytes")
                .build();
        assertEquals(
                "n3 (replica running): stuck: its WAL position has not moved for 60 s,"
                        + " while the leader went on by 1200000 bytes",
                say(EventType.MEMBER_CHANGED, stuck));
    }

    @Test
    void tellsWhoClaimsAnAddress() {
        AddressConflicted claimed = AddressConflicted.newBuilder()
                .setAddress("10.0.0.100")
                .setNode("n1")
                .setOwnMac("02:00:00:00:00:01")
                .setForeignMac("02:00:00:00:00:02")
                .setDetail("this node holds it, confirmed, and announces it again")
                .build();
        assertEquals(
                "address 10.0.0.100 of n1 (02:00:00:00:00:01) is claimed by 02:00:00:00:00:02:"
                        + " this node holds it, confirmed, and announces it again",
                say(EventType.ADDRESS_CONFLICTED, claimed));
    }

    @Test
    void tellsWhereTrafficGoes() {
        AddressAcquired acquired = AddressAcquired.newBuilder()
                .setAddress("10.0.0.100")
                .setNode("n1")
                .setAutonomous(true)
                .build();
        assertEquals(
                "address 10.0.0.100 is on n1 (by itself, no command came)", say(EventType.ADDRESS_ACQUIRED, acquired));

        AddressReleased released = AddressReleased.newBuilder()
                .setAddress("10.0.0.100")
                .setNode("n3")
                .setSessionsEnded(12)
                .setReason("another leads")
                .build();
        assertEquals(
                "n3 let go of address 10.0.0.100, 12 sessions ended (another leads)",
                say(EventType.ADDRESS_RELEASED, released));

        RouteChanged route = RouteChanged.newBuilder()
                .setDirector("n2/haproxy")
                .setBackend("primary")
                .addUp("n1")
                .setSessionsEnded(1)
                .build();
        assertEquals("n2/haproxy sends primary to n1, 1 session ended", say(EventType.ROUTE_CHANGED, route));
    }

    @Test
    void tellsOfMembersAndAgents() {
        MemberChanged changed = MemberChanged.newBuilder()
                .setMember(Member.newBuilder()
                        .setName("n1")
                        .setRole("master")
                        .setState("running")
                        .setTimeline(5))
                .setPreviousRole("replica")
                .setPreviousState("running")
                .build();
        assertEquals(
                "n1 changed: replica running -> master running (timeline 5)", say(EventType.MEMBER_CHANGED, changed));

        SourceLost lost = SourceLost.newBuilder()
                .setSource(Source.SOURCE_ETCD)
                .setDetail("no leader")
                .build();
        assertEquals("n1 cannot reach etcd: no leader", say(EventType.SOURCE_LOST, lost));
    }

    @Test
    void tellsWhatWasAskedIntendedDoneAndRefused() {
        Command command = Command.newBuilder()
                .setNode("n1")
                .setEpoch(812)
                .setAcquireAddress(AcquireAddress.newBuilder().setName("write"))
                .build();
        assertEquals("n1 shall take address write (epoch 812)", say(EventType.COMMAND_ISSUED, command));

        Intent intent = Intent.newBuilder()
                .setAction("acquire address")
                .setTarget("write")
                .setReason("n1 leads")
                .setWithheld(true)
                .build();
        assertEquals(
                "n1 would, but only observes: acquire address write (n1 leads)",
                say(EventType.INTENT_RECORDED, intent));

        Outcome outcome = Outcome.newBuilder()
                .setAction("acquire address")
                .setTarget("write")
                .setResult(Result.RESULT_DONE)
                .setDurationUs(3200)
                .build();
        assertEquals("n1 did: acquire address write in 0.003 s", say(EventType.OUTCOME_RECORDED, outcome));

        Refusal refusal = Refusal.newBuilder()
                .setAction("acquire address")
                .setTarget("write")
                .setReason(RefusalReason.STALE_EPOCH)
                .setDetail("812 < 815")
                .build();
        assertEquals(
                "n1 refuses: acquire address write, stale epoch (812 < 815)", say(EventType.COMMAND_REFUSED, refusal));
    }

    @Test
    void tellsOfAHandoverAsAWhole() {
        HandoverStarted started = HandoverStarted.newBuilder()
                .setKind(HandoverKind.FAILOVER)
                .setOldMember("n3")
                .setRoster(Roster.newBuilder()
                        .addAgents(AgentRegistration.newBuilder()
                                .addAddresses("write")
                                .addProxies("haproxy"))
                        .addAgents(AgentRegistration.newBuilder().addProxies("haproxy")))
                .build();
        assertEquals("failover from n3 begins, 3 directors have to follow", say(EventType.HANDOVER_STARTED, started));

        HandoverCompleted.Builder completed = HandoverCompleted.newBuilder()
                .setKind(HandoverKind.FAILOVER)
                .setOldMember("n3")
                .setNewMember("n1")
                .setStartedUs(1_000_000)
                .setCompletedUs(2_432_000)
                .setResult(HandoverResult.COMPLETED);
        assertEquals(
                "failover from n3 to n1 completed after 1.432 s", say(EventType.HANDOVER_COMPLETED, completed.build()));
        completed.setResult(HandoverResult.COMPLETED_PARTLY).addUnconfirmed("n2/haproxy");
        assertEquals(
                "failover from n3 to n1 completed after 1.432 s, not confirmed by n2/haproxy",
                say(EventType.HANDOVER_COMPLETED, completed.build()));
    }

    private static String say(EventType type, Message data) {
        String source = BusRecord.source(SCOPE, "n1", "node-agent");
        return Sentences.of(new BusRecord("1", source, type, SCOPE, "", Instant.EPOCH, "", "", data));
    }
}
