package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighwaterTest {
    private static final long CLUSTER = 0xcafe_0000_0000_0001L;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        EtcdClient.answer(vertx.close());
    }

    @Test
    void aStoreBehindTheRevisionOfTheLastRunIsFound() throws Exception {
        Highwater before = Highwater.in(vertx, file());
        before.observe(CLUSTER, 100);
        before.observe(CLUSTER, 90);
        EtcdClient.answer(before.save());
        assertEquals("cafe000000000001 100 0\n", Files.readString(file()));

        Highwater after = Highwater.in(vertx, file());
        assertTrue(after.isAbove(at(CLUSTER, 99)));
        assertFalse(after.isAbove(at(CLUSTER, 100)));
        assertTrue(after.isAbove(at(CLUSTER + 1, 5000)));
    }

    @Test
    void aNewCountBeginsWhereItIsToldTo() {
        Highwater highwater = Highwater.inMemory(vertx);
        assertFalse(highwater.isAbove(at(CLUSTER, 1)));
        highwater.observe(CLUSTER, 100);

        highwater.restart(CLUSTER, 7);

        assertFalse(highwater.isAbove(at(CLUSTER, 7)));
        assertTrue(highwater.isAbove(at(CLUSTER, 6)));
    }

    @Test
    void eachRestoreBeginsACountAndAllAgreeOnTheHighest() throws Exception {
        Highwater ours = Highwater.in(vertx, file());
        ours.observe(CLUSTER, 100);
        ours.restart(CLUSTER, 7);
        assertEquals(1, ours.count());

        ours.countedElsewhere(4);
        ours.countedElsewhere(2);
        assertEquals(4, ours.count());

        EtcdClient.answer(ours.save());
        assertEquals(4, Highwater.in(vertx, file()).count());
    }

    @Test
    void theFileOfAnEarlierVersionIsOfTheFirstCount() throws Exception {
        Files.writeString(file(), "cafe000000000001 100\n");

        Highwater highwater = Highwater.in(vertx, file());

        assertEquals(0, highwater.count());
        assertTrue(highwater.isAbove(at(CLUSTER, 99)));
    }

    @Test
    void aFileThatCannotBeReadCountsAsNone() throws Exception {
        Files.writeString(file(), "not a revision");

        assertFalse(Highwater.in(vertx, file()).isAbove(at(CLUSTER, 1)));
    }

    private Path file() {
        return folder.resolve("etcd.highwater");
    }

    private static Snapshot at(long cluster, long revision) {
        return new Snapshot(cluster, revision, Map.of());
    }
}
