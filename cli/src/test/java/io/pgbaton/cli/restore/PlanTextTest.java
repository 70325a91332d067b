package io.pgbaton.cli.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final RestorePlan PLAN = RestorePlan.newBuilder()
            .setFrom("service/demo")
            .setStanza("demo")
            .setSet("20261121-220000F")
            .setTarget(Target.lsn("0/16B3748").toProto("3"))
            .setNewStanza("demo")
            .setBackupNode("bk")
            .addNodes(RestoreNode.newBuilder().setNode("db2").setMember("n2"))
            .addNodes(RestoreNode.newBuilder().setNode("db1").setMember("n1"))
            .build();

    @Test
    void aClusterThatGoesBackSaysWhatIsLostAndWhatIsKept() {
        assertEquals(
                List.of(
                        "backup 20261121-220000F of stanza demo (service/demo), up to LSN 0/16B3748 on timeline 3",
                        "leader n2 on db2 of service/demo",
                        "replicas n1 on db1",
                        "it goes on to archive into stanza demo, by bk",
                        "writes after LSN 0/16B3748 on timeline 3 will not be in the cluster; today's data is kept aside on each"
                                + " node, as <data directory>.old-<id>"),
                lines(RestoreKind.RESTORE_KIND_IN_PLACE, false));
    }

    @Test
    void aReplicaKeepsItsDataUnlessItIsRestoredInto() {
        List<String> aside = lines(RestoreKind.RESTORE_KIND_MEMBER, false);
        assertEquals("replica n2 on db2 of service/demo", aside.get(1));
        assertEquals("its data of today is kept aside there, as <data directory>.old-<id>", aside.get(2));
        assertEquals(
                "its data directory itself becomes what is restored; the old data is not kept",
                lines(RestoreKind.RESTORE_KIND_MEMBER, true).get(2));
    }

    @Test
    void aNewClusterHasALeaderAndAnArchive() {
        List<String> lines = lines(RestoreKind.RESTORE_KIND_CLUSTER, false);
        assertEquals("leader n2 on db2 of service/demo", lines.get(1));
        assertEquals("it archives into stanza demo, by bk", lines.get(3));
    }

    private static List<String> lines(RestoreKind kind, boolean delta) {
        return PlanText.lines(
                SCOPE, PLAN.toBuilder().setKind(kind).setDelta(delta).build());
    }
}
