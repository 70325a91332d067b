package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.StartMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that is up may still be the wrong one. */
class FindingsTest {
    private static final Look UP = new Look(true, "running", "replica", TestNode.CLUSTER, 2, true, "", "");
    private static final StartMember WANTED = StartMember.newBuilder()
            .setRestore("r-1")
            .setMember("n4")
            .setReplica(true)
            .setSystemIdentifier(TestNode.CLUSTER)
            .build();

    @TempDir
    Path folder;

    private TestNode node;

    @BeforeEach
    void aNode() throws IOException {
        node = new TestNode(folder);
    }

    @Test
    void aMemberThatStreamsBesideWhatWasRestoredHasNotUsedIt() throws IOException {
        Prepared prepared = node.restored("r-1");
        assertEquals("not-used", of(WANTED).fault());
        assertTrue(of(WANTED).detail().contains(prepared.folder().toString()));
        assertEquals("", of(WANTED.toBuilder().setRestore("r-2").build()).fault(), "that is of another restore");
        // As pgbaton-restored does it, which may be killed after its first step.
        Files.move(prepared.data(), node.data, StandardCopyOption.ATOMIC_MOVE);
        assertEquals("", of(WANTED).fault());
    }

    @Test
    void aMemberWithNothingRestoredBesideItIsACopyOfItsLeader() throws IOException {
        assertEquals("", of(WANTED).fault());
    }

    @Test
    void aMemberOfAnotherCluster() throws IOException {
        assertEquals(
                "other-system-identifier",
                of(WANTED.toBuilder().setSystemIdentifier("7").build()).fault());
    }

    private Checked of(StartMember wanted) throws IOException {
        return new Findings(node.member(), folder).of(wanted, UP);
    }
}
