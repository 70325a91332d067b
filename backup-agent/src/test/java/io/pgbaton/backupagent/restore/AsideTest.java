package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.SetMemberAside;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R10: nothing is destroyed, and what is there is known before it is moved. */
class AsideTest {
    private static final SetMemberAside WANTED = SetMemberAside.newBuilder()
            .setRestore("r-1")
            .setMember("n4")
            .setSystemIdentifier(TestNode.CLUSTER)
            .build();
    private static final SetMemberAside WITH_PRIMARIES =
            WANTED.toBuilder().setPrimaryToo(true).build();
    private static final SetMemberAside DELTA =
            WANTED.toBuilder().setDelta(true).build();

    @TempDir
    Path folder;

    private final List<String> waits = new ArrayList<>();
    private TestNode node;

    @BeforeEach
    void aNode() throws IOException {
        node = new TestNode(folder);
        node.stoppedBy("echo stopped >>" + folder + "/stops");
    }

    @Test
    void r10DataIsSetAsideInOneStepAndASecondTimeNothingHappens() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-1");
        assertEquals("its data is in " + node.beside(".old-r-1"), set(WANTED));
        assertEquals("old", TestNode.mark(node.beside(".old-r-1")));
        assertFalse(Files.exists(node.data));
        TestNode.cluster(node.data, TestNode.CLUSTER, "new");
        assertEquals("it was set aside before", set(WANTED));
        assertEquals("new", TestNode.mark(node.data));
        assertEquals("old", TestNode.mark(node.beside(".old-r-1")));
        assertEquals(1, stops());
        assertFalse(waits.isEmpty());
    }

    @Test
    void whereNoDataIsNothingIsSetAsideButPatroniIsStopped() throws IOException {
        node.restored("r-1");
        assertEquals("there was no data", set(WANTED));
        Files.createDirectory(node.data);
        assertEquals(
                "there was no data",
                set(WITH_PRIMARIES.toBuilder().setRestore("r-2").build()));
        assertEquals(2, stops());
    }

    @Test
    void r10NothingIsSetAsideForWhatIsNotThere() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        assertEquals("not-restored", refused(WANTED));
        new Prepared(node.data).claim("r-1");
        assertEquals("not-restored", refused(WANTED));
        node.restored("r-2");
        assertEquals("not-restored", refused(WANTED));
        set(WITH_PRIMARIES);
        assertEquals("old", TestNode.mark(node.beside(".old-r-1")));
    }

    @Test
    void r10DataOfAnotherClusterOrOfNobodyKnowsWhomIsNotTouched() throws IOException {
        node.restored("r-1");
        TestNode.cluster(node.data, "18446744073709551615", "another");
        assertEquals("other-system-identifier", refused(WANTED));
        Files.write(node.data.resolve("global/pg_control"), new byte[4]);
        assertEquals("unknown-data", refused(WANTED));
        Files.delete(node.data.resolve("global/pg_control"));
        assertEquals("unknown-data", refused(WITH_PRIMARIES));
        assertEquals("another", TestNode.mark(node.data));
        assertEquals(0, stops(), "something was stopped");
    }

    @Test
    void r10APrimaryIsNotSetAsideUnlessTheWholeClusterIs() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-1");
        try (FakePatroni patroni = new FakePatroni()) {
            node.answeredBy(patroni);
            patroni.says("/leader", "{}");
            assertEquals("is-primary", refused(WANTED));
        }
        try (FakePatroni paused = new FakePatroni()) {
            node.answeredBy(paused);
            paused.says("/patroni", "{\"state\":\"running\",\"role\":\"master\",\"xlog\":{\"location\":1}}");
            assertEquals("is-primary", refused(WANTED));
        }
        assertEquals(0, stops(), "something was stopped");
    }

    @Test
    void aPatroniThatSaysMasterOfABrokenPostgresIsNone() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-1");
        try (FakePatroni patroni = new FakePatroni()) {
            node.answeredBy(patroni);
            patroni.says("/patroni", "{\"state\":\"start failed\",\"role\":\"master\"}");
            assertEquals("patroni-not-stopped", refused(WANTED), "it still answers");
        }
        set(WANTED);
    }

    @Test
    void aStopThatFailsOrStopsSomethingElseHasAName() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-1");
        node.stoppedBy("echo Interactive authentication required >&2; exit 1");
        Unfit unfit = assertThrows(Unfit.class, () -> set(WANTED));
        assertEquals("patroni-not-stopped", unfit.name());
        assertTrue(unfit.getMessage().contains("Interactive authentication"), unfit.getMessage());
        assertEquals("old", TestNode.mark(node.data));
    }

    @Test
    void r10APostgresThatRunsOnIsFoundByItsPort() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-1");
        try (ServerSocket postgres = new ServerSocket(node.port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(postgres.isBound());
            assertEquals("postgres-running", refused(WANTED));
        }
        assertEquals("old", TestNode.mark(node.data));
    }

    @Test
    void r10APostgresThatRunsOnIsFoundByItsProcessesAlsoWithoutPostmaster() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-1");
        Path program = Files.copy(Path.of("/bin/sleep"), folder.resolve("postgres"));
        Process backend = new ProcessBuilder(program.toString(), "600")
                .directory(node.data.toFile())
                .start();
        try {
            assertEquals("postgres-running", refused(WANTED));
        } finally {
            backend.destroyForcibly().onExit().join();
        }
        set(WANTED);
    }

    @Test
    void r10AWholeClusterThatCameBackMeanwhileIsNotTakenForOneThatIsDown() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        set(WITH_PRIMARIES);
        assertEquals("it was set aside before, and nothing runs", set(WITH_PRIMARIES));
        TestNode.cluster(node.data, TestNode.CLUSTER, "copied");
        assertEquals("data-again", refused(WITH_PRIMARIES));
    }

    @Test
    void forADeltaTheDataBecomesWhatIsRestoredInto() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        Files.writeString(node.data.resolve("postmaster.pid"), "1\n");
        set(DELTA);
        Prepared prepared = new Prepared(node.data);
        assertEquals("old", TestNode.mark(prepared.data()));
        assertEquals("r-1", prepared.restore());
        assertFalse(Files.exists(prepared.data().resolve("postmaster.pid")), "pgBackRest takes it for one that runs");
        assertFalse(Files.exists(node.data));
        assertEquals("it was set aside before", set(DELTA));
    }

    @Test
    void r10ADeltaDoesNotMixWithWhatIsLeftOfAnotherRestore() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-2");
        assertEquals("leftover", refused(DELTA));
        assertEquals("restored", TestNode.mark(new Prepared(node.data).data()));
    }

    @Test
    void aPatroniThatWouldNotUseItIsFoundBeforeAnythingIsStopped() throws IOException {
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-1");
        node.patroniFileHas("[pgbaton, basebackup]", "[basebackup]");
        assertEquals("patroni-file", refused(WANTED));
        node.patroniFileHas("[basebackup]", "[pgbaton]");
        node.patroniFileHas("method: pgbaton", "method: initdb");
        assertEquals("patroni-file", refused(WITH_PRIMARIES));
        assertEquals(0, stops());
        set(WANTED);
    }

    private String set(SetMemberAside wanted) throws IOException {
        return aside().set(wanted, waits::add);
    }

    private String refused(SetMemberAside wanted) {
        Unfit unfit = assertThrows(Unfit.class, () -> set(wanted));
        assertTrue(unfit.getMessage().length() > 20, unfit.getMessage());
        return unfit.name();
    }

    private Aside aside() {
        return new Aside(node.member(), folder.resolve("said"), Duration.ofMillis(300));
    }

    private long stops() throws IOException {
        Path stops = folder.resolve("stops");
        return Files.exists(stops) ? Files.readAllLines(stops).size() : 0;
    }
}
