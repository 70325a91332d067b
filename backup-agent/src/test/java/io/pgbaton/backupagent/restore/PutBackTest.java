package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.PutMemberBack;
import io.pgbaton.proto.v1.SetMemberAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was set aside comes back, at whichever step the agent died. */
class PutBackTest {
    private static final SetMemberAside WANTED = SetMemberAside.newBuilder()
            .setRestore("r-1")
            .setMember("n4")
            .setSystemIdentifier(TestNode.CLUSTER)
            .setPrimaryToo(true)
            .build();

    @TempDir
    Path folder;

    private TestNode node;
    private Aside aside;

    @BeforeEach
    void aMemberThatWasSetAside() throws IOException {
        node = new TestNode(folder);
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        aside = new Aside(node.member(), folder.resolve("said"), Duration.ofMillis(300));
        aside.set(WANTED, state -> {});
    }

    @Test
    void r10WhatIsThereByNowIsKeptAndTheOldDataComesBack() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "new");
        Prepared prepared = node.restored("r-1");
        back();
        assertEquals("old", TestNode.mark(node.data));
        assertEquals("new", TestNode.mark(node.beside(".undone-r-1")));
        assertFalse(prepared.isReadyFor("r-1"), "Patroni would take it some day");
        aside.tidy("r-1");
        assertTrue(Files.exists(node.beside(".undone-r-1")), "it has data");
        back();
        assertEquals("old", TestNode.mark(node.data), "done already is done");
    }

    @Test
    void whoDiedBetweenTheStepsGoesOn() throws IOException {
        TestNode.cluster(node.beside(".undone-r-1"), TestNode.CLUSTER, "first");
        TestNode.cluster(node.data, TestNode.CLUSTER, "second");
        back();
        assertEquals("old", TestNode.mark(node.data));
        assertEquals("first", TestNode.mark(node.beside(".undone-r-1")));
        assertEquals("second", TestNode.mark(node.beside(".undone-r-1-2")));
    }

    @Test
    void whereNothingCameInItsPlaceNothingIsLeftBeside() throws IOException {
        back();
        assertTrue(Files.exists(node.beside(".undone-r-1")), "else nobody knows that it was put back");
        back();
        aside.tidy("r-1");
        assertFalse(Files.exists(node.beside(".undone-r-1")));
        assertEquals("old", TestNode.mark(node.data));
    }

    @Test
    void aMemberThatHadNoDataIsEmptyAgain() throws IOException {
        back();
        aside.tidy("r-1");
        Files.move(node.data, folder.resolve("away"));
        aside.set(WANTED.toBuilder().setRestore("r-2").build(), state -> {});
        TestNode.cluster(node.data, TestNode.CLUSTER, "new");
        aside.back(put("r-2"), state -> {});
        assertTrue(DataDirectory.isEmpty(node.data));
        assertEquals("new", TestNode.mark(node.beside(".undone-r-2")));
    }

    @Test
    void nothingOfAnotherRestoreComesBack() throws IOException {
        Unfit unfit = assertThrows(Unfit.class, () -> aside.back(put("r-2"), state -> {}));
        assertEquals("nothing-aside", unfit.name());
        assertEquals("old", TestNode.mark(node.beside(".old-r-1")));
    }

    @Test
    void r10OneThatLeadsByNowIsLeftAlone() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "leads by now");
        try (FakePatroni patroni = new FakePatroni()) {
            node.answeredBy(patroni);
            patroni.says("/leader", "{}");
            Aside again = new Aside(node.member(), folder.resolve("said"));
            Unfit unfit = assertThrows(Unfit.class, () -> again.back(put("r-1"), state -> {}));
            assertEquals("is-primary", unfit.name());
        }
        assertEquals("leads by now", TestNode.mark(node.data));
    }

    @Test
    void aMemberThatWasStoppedAndNoMoreKeepsItsData() throws IOException {
        node.restored("r-2");
        TestNode.cluster(node.data, TestNode.CLUSTER, "never left");
        aside.back(put("r-2"), state -> {});
        assertEquals("never left", TestNode.mark(node.data));
        assertFalse(new Prepared(node.data).isReadyFor("r-2"), "Patroni does not take it some day");
        assertEquals("old", TestNode.mark(node.beside(".old-r-1")));
    }

    private static PutMemberBack put(String restore) {
        return PutMemberBack.newBuilder().setRestore(restore).setReplica(true).build();
    }

    private void back() throws IOException {
        aside.back(put("r-1"), state -> {});
    }
}
