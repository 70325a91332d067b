package io.pgbaton.lab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveQueueTest {
    private static final String OLD = "0000000E0000000000000046";
    private static final String NOW = "0000001A000000000000004F";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private ArchiveQueue queue;

    @BeforeEach
    void aLeaderAndAnArchive() throws IOException {
        queue = new ArchiveQueue(folder.resolve("archive_status"), folder.resolve("archive"));
        Files.createDirectories(queue.waiting());
        Files.createDirectories(queue.archive().resolve("15-1"));
    }

    @Test
    void whatWaitsFromAnEarlierTimelineAndIsThereAlreadyIsRemovedThere() throws IOException {
        waits(OLD);
        Path there = archived(OLD, NOON.minusSeconds(1));
        assertEquals(List.of(there), queue.unblock("0000001A", NOON));
        assertEquals(List.of(), queue.unblock("0000001A", NOON));
    }

    @Test
    void whatIsOfThisTimelineOrOnItsWayOrDoesNotWaitStays() throws IOException {
        waits(NOW);
        archived(NOW, NOON.minusSeconds(1));
        waits(OLD);
        archived(OLD, NOON.plusSeconds(1));
        archived("0000000D0000000000000045", NOON.minusSeconds(1));
        Files.createFile(queue.waiting().resolve("0000000F.history.ready"));
        assertEquals(List.of(), queue.unblock("0000001A", NOON));
    }

    private void waits(String segment) throws IOException {
        Files.createFile(queue.waiting().resolve(segment + ".ready"));
    }

    private Path archived(String segment, Instant at) throws IOException {
        Path half = Files.createDirectories(queue.archive().resolve("15-1").resolve(segment.substring(0, 16)));
        Path file = Files.createFile(half.resolve(segment + "-3de632.lz4"));
        Files.setLastModifiedTime(file, FileTime.from(at));
        return file;
    }
}
