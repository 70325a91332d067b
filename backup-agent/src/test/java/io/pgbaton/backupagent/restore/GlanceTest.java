package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.decide.member.Sight;
import io.pgbaton.backupagent.folder.MemberMemory;
import io.pgbaton.proto.v1.MemberFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real directory, and a Patroni that is played. */
class GlanceTest {
    @TempDir
    Path folder;

    private TestNode node;
    private FakePatroni patroni;

    @BeforeEach
    void aNode() throws IOException {
        patroni = new FakePatroni();
        node = new TestNode(folder).answeredBy(patroni);
    }

    @AfterEach
    void end() {
        patroni.close();
    }

    @Test
    void aSpareNodeIsNotMissed() throws IOException {
        patroni.close();
        assertInstanceOf(Sight.Well.class, look());
        Files.createDirectory(node.data);
        assertInstanceOf(Sight.Well.class, look());
    }

    @Test
    void oneThatHadDataIsMissedAlsoByTheNextLife() throws IOException {
        patroni.close();
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        assertEquals(MemberFault.MEMBER_FAULT_PATRONI_AWAY, broken().fault());
        Files.move(node.data, folder.resolve("away"));
        assertEquals(MemberFault.MEMBER_FAULT_EMPTY, broken().fault());
        Files.createDirectory(node.data);
        assertEquals(MemberFault.MEMBER_FAULT_EMPTY, broken().fault());
        patroni.begin();
        says("stopped");
        assertTrue(broken().detail().contains("stopped"), broken().detail());
        says("creating replica");
        assertInstanceOf(Sight.Busy.class, look());
    }

    /** Healed, it would fill the root file system, and be gone when the volume is mounted again. */
    @Test
    void aVolumeThatIsNotMountedIsNoLostData() throws IOException {
        patroni.close();
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        look();
        assertEquals(Optional.of(MountPoint.of(folder)), memory().mounted());
        Files.move(node.data, folder.resolve("away"));
        assertEquals(MemberFault.MEMBER_FAULT_EMPTY, broken().fault());
        memory().hasData(node.data.getParent());
        assertEquals(MemberFault.MEMBER_FAULT_NOT_MOUNTED, broken().fault());
        assertTrue(broken().detail().contains("mounted at " + node.data.getParent()), broken().detail());
    }

    @Test
    void aPostgresThatDoesNotStart() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        for (String state : new String[] {"start failed", "restart failed (start failed)"}) {
            says(state);
            assertEquals(MemberFault.MEMBER_FAULT_START_FAILED, broken().fault(), state);
        }
        for (String state : new String[] {"starting", "stopping", "stopped", "restarting"}) {
            says(state);
            assertInstanceOf(Sight.Busy.class, look(), state);
        }
        says("running");
        assertInstanceOf(Sight.Well.class, look());
        Files.delete(node.data.resolve("global/pg_control"));
        says("stopped");
        assertEquals(MemberFault.MEMBER_FAULT_START_FAILED, broken().fault());
    }

    @Test
    void aRestoreAndWhatWasSetAsideForOneAreOurOwnDoing() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        assertInstanceOf(Sight.Ours.class, new Glance(node.member(), memory()).look(true));
        memory().aside("r-1");
        patroni.close();
        assertInstanceOf(Sight.Ours.class, look());
        patroni.begin();
        says("running");
        assertInstanceOf(Sight.Well.class, look());
        patroni.close();
        assertEquals(MemberFault.MEMBER_FAULT_PATRONI_AWAY, broken().fault(), "it ran again since");
    }

    private Sight look() throws IOException {
        return new Glance(node.member(), memory()).look(false);
    }

    private Sight.Broken broken() throws IOException {
        return assertInstanceOf(Sight.Broken.class, look());
    }

    private MemberMemory memory() {
        return new MemberMemory(folder.resolve("state"), node.member().scope(), "n4");
    }

    private void says(String state) {
        patroni.says("/patroni", "{\"state\":\"" + state + "\",\"role\":\"replica\"}");
    }
}
