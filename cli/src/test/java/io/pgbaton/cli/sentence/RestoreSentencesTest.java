package io.pgbaton.cli.sentence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberFault;
import io.pgbaton.proto.v1.MemberHealing;
import io.pgbaton.proto.v1.MemberRebuilt;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreTarget;
import io.pgbaton.proto.v1.RestoreTargetKind;
import io.pgbaton.proto.v1.RestoreUndone;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestoreSentencesTest {
    private static final RestorePlan PLAN = RestorePlan.newBuilder()
            .setFrom("service/demo")
            .setStanza("demo")
            .setSet("20261121-220000F")
            .setTarget(RestoreTarget.newBuilder()
                    .setKind(RestoreTargetKind.RESTORE_TARGET_KIND_TIME)
                    .setValue("2026-11-22 04:00:00.000000+00"))
            .addNodes(RestoreNode.newBuilder().setNode("n2").setMember("n2"))
            .addNodes(RestoreNode.newBuilder().setNode("n1").setMember("n1"))
            .build();

    @Test
    void aClusterThatWentBackIsNoNewOne() {
        BootstrapCompleted.Builder up = BootstrapCompleted.newBuilder()
                .setPlan(PLAN)
                .setLeader("n2")
                .setTimeline(5)
                .setSystemIdentifier("77")
                .setProbeAnswer("48151")
                .setDurationMs(61_000);
        assertEquals(
                "a new cluster of n2, n1 is up, restored from backup 20261121-220000F of service/demo: leader n2, timeline 5,"
                        + " system identifier 77, the probe said 48151, in 61.000 s",
                say(EventType.BOOTSTRAP_COMPLETED, up.build()));
        up.setPlan(PLAN.toBuilder().setKind(RestoreKind.RESTORE_KIND_IN_PLACE));
        assertEquals(
                "service/demo went back to time 2026-11-22 04:00:00.000000+00 and is up, restored from backup 20261121-220000F:"
                        + " leader n2, timeline 5, system identifier 77, the probe said 48151, in 61.000 s",
                say(EventType.BOOTSTRAP_COMPLETED, up.build()));
    }

    @Test
    void tellsOfAReplicaThatIsRebuiltAndOfARestoreThatIsUndone() {
        MemberRebuilt rebuilt = MemberRebuilt.newBuilder()
                .setPlan(PLAN.toBuilder().removeNodes(0))
                .setTimeline(4)
                .setDurationMs(12_000)
                .build();
        assertEquals(
                "n1 is rebuilt from backup 20261121-220000F of stanza demo and streams on timeline 4, in 12.000 s",
                say(EventType.MEMBER_REBUILT, rebuilt));
        RestoreUndone undone = RestoreUndone.newBuilder()
                .setRestore("feed")
                .setPlan(PLAN.toBuilder().setKind(RestoreKind.RESTORE_KIND_IN_PLACE))
                .setDurationMs(9000)
                .build();
        assertEquals(
                "restore feed is undone: n2, n1 run on the data that was set aside, in 9.000 s",
                say(EventType.RESTORE_UNDONE, undone));
        assertEquals(
                "restore feed is given up: its cluster is not there",
                say(EventType.RESTORE_UNDONE, undone.toBuilder().setPlan(PLAN).build()));
    }

    @Test
    void tellsWhyAMemberIsBrokenWhatToDoAndWhenThatIsOver() {
        MemberBroken broken = MemberBroken.newBuilder()
                .setNode("n3")
                .setMember("n3")
                .setFault(MemberFault.MEMBER_FAULT_START_FAILED)
                .setDetail("start failed since 120 s")
                .setNextStep("`pgbaton restore member service/demo n3`")
                .build();
        String told =
                "n3 will not come back by itself: Patroni runs, and PostgreSQL does not start (start failed since 120 s);"
                        + " `pgbaton restore member service/demo n3`";
        assertEquals(told, say(EventType.MEMBER_BROKEN, broken));
        MemberHealing waiting = MemberHealing.newBuilder()
                .setBroken(broken)
                .setWaitsFor("the scope is paused")
                .build();
        assertEquals(told + "; healing waits: the scope is paused", MemberSentences.told(waiting));
        MemberBroken over = broken.toBuilder()
                .setNode("db3")
                .setEnded(true)
                .setDetail("it streams")
                .build();
        assertEquals("n3 on db3 is broken no more: it streams", say(EventType.MEMBER_BROKEN, over));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
    void everyStepIsSaidInWords(RestorePhase phase) {
        RestoreProgressed progressed =
                RestoreProgressed.newBuilder().setNode("n1").setPhase(phase).build();
        assertFalse(say(EventType.RESTORE_PROGRESSED, progressed).contains("_"), phase.name());
    }

    @Test
    void aStepThatFailedSaysWhatIsLeftAndHowToGoOn() {
        RestoreFailed failed = RestoreFailed.newBuilder()
                .setRestore("feed")
                .setFailure(RestoreFailure.newBuilder()
                        .setPhase(RestorePhase.RESTORE_PHASE_PUT_BACK)
                        .setNode("n1")
                        .setName("leftover")
                        .addLeft("n1: stopped")
                        .setNextStep("look there"))
                .build();
        assertEquals(
                "restore feed stands still: putting the data that was set aside back on n1 failed, leftover;"
                        + " left: n1: stopped; look there",
                say(EventType.RESTORE_FAILED, failed));
    }

    private static String say(EventType type, Message data) {
        Scope scope = new Scope("service", "demo");
        return Sentences.of(
                new BusRecord("1", BusRecord.publicSource(scope), type, scope, "", Instant.EPOCH, "", "", data));
    }
}
