package io.pgbaton.runtime.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.pgbaton.proto.bus.HashChain;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.JournalRecord;
import io.pgbaton.proto.v1.SourceState;
import io.pgbaton.runtime.bus.JournalEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads the audit alone sees numbers without a gap and a chain without a break (R9), over lives and versions. */
class ChainedJournalTest {
    @TempDir
    Path temporary;

    private LogFolder folder;
    private JournalSettings settings;

    @BeforeEach
    void newFolder() {
        folder = new LogFolder(temporary.resolve("journal"));
        settings = JournalSettings.in(folder.path());
    }

    @Test
    void eachTopicIsCountedByItself() throws Exception {
        try (JournalWorld world = new JournalWorld(settings)) {
            world.bus(true);
            world.publish(Topic.AUDIT, 0, 2);
            world.publish(Topic.OBSERVATIONS, 2, 5);
            world.publish(Topic.AUDIT, 5, 7);
            await().until(() -> world.onBus.size() == 7);
            assertEquals(List.of(1L, 2L, 3L, 4L), sequences(world, Topic.AUDIT));
            assertEquals(List.of(1L, 2L, 3L), sequences(world, Topic.OBSERVATIONS));
            assertChain(world, 1, HashChain.START);
        }
    }

    @Test
    void theNextLifeTiesItsRecordsToThoseOfTheLastAndMarksWhatMayComeTwice() throws Exception {
        try (JournalWorld first = new JournalWorld(settings)) {
            first.publish(Topic.AUDIT, 0, 3);
            await().until(() -> first.gauge("depth") == 3);
        }
        try (JournalWorld second = new JournalWorld(settings)) {
            second.publish(Topic.AUDIT, 3, 5);
            second.bus(true);
            await().until(() -> second.onBus.size() == 5);
            assertChain(second, 1, HashChain.START);
            assertEquals(List.of(true, true, true, false, false), replayed(second));
        }
    }

    @Test
    void aJournalOfAnOlderVersionOpensAndTheChainBeginsBehindItsNumbers() throws Exception {
        writtenByAnOlderVersion(40, 41);
        try (JournalWorld world = new JournalWorld(settings)) {
            world.bus(true);
            world.publish(Topic.AUDIT, 1, 3);
            world.publish(Topic.EVENTS, 3, 4);
            await().until(() -> world.onBus.size() == 4);
            JournalEntry old = world.onBus.get(0);
            assertEquals(Numbered.of(LogFolder.record(0), 41), old.numbered(), "as it was");
            assertEquals(List.of(41L, 42L, 43L), sequences(world, Topic.AUDIT));
            assertEquals(List.of(41L), sequences(world, Topic.EVENTS), "no number of the old count is given again");
            world.onBus.remove(0);
            assertChain(world, 42, HashChain.START);
        }
    }

    @Test
    void whatAHungDiskMadeLateIsMarked() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        JournalSettings small = new JournalSettings(folder.path(), 1 << 20, 80);
        try (JournalWorld world = new JournalWorld(small, disk)) {
            // 20 of them are kept in memory, the others on disk alone.
            world.publish(Topic.AUDIT, 0, 60);
            await().until(() -> world.gauge("depth") == 60);
            disk.hang();
            world.publish(Topic.AUDIT, 60, 65);
            await().until(() -> world.gauge("disk.stuck") == 1);
            world.bus(true);
            await().until(() -> world.onBus.size() >= 25);
            disk.heal();
            await().until(() -> world.onBus.size() == 65);
            List<JournalEntry> late =
                    world.onBus.stream().filter(JournalEntry::replayed).toList();
            assertEquals(
                    LongStream.rangeClosed(21, 60).boxed().toList(),
                    late.stream().map(JournalEntry::sequence).toList());
        }
    }

    @Test
    void whatCannotBePublishedTakesNoNumber() throws Exception {
        try (JournalWorld world = new JournalWorld(settings)) {
            world.bus(true);
            world.onLoop(() -> world.journal.accept(
                    Topic.AUDIT, LogFolder.record("not a URI", 0), io.vertx.core.Promise.promise()));
            world.publish(Topic.AUDIT, 1, 3);
            await().until(() -> world.onBus.size() == 3);
            assertTrue(world.onBus.get(0).sequence() < 0);
            world.onBus.remove(0);
            assertChain(world, 1, HashChain.START);
        }
    }

    /** One record waits, and more were published before it. */
    private void writtenByAnOlderVersion(long published, long waiting) throws IOException {
        try (SegmentLog log = folder.open()) {
            SourceState count = SourceState.newBuilder()
                    .setSource(LogFolder.SOURCE)
                    .setLastSequence(published)
                    .build();
            ByteString state = io.pgbaton.proto.v1.JournalState.newBuilder()
                    .addSources(count)
                    .build()
                    .toByteString();
            log.append(Kind.STATE, state);
            JournalRecord old =
                    JournalRecord.parseFrom(RecordCodec.encode(Topic.AUDIT, Numbered.of(LogFolder.record(0), waiting)));
            log.append(Kind.RECORD, old.toByteString());
            log.force();
        }
    }

    private static void assertChain(JournalWorld world, long first, String before) {
        String previous = before;
        long number = first;
        for (JournalEntry entry : world.onBus) {
            if (entry.topic() == Topic.AUDIT) {
                assertEquals(Numbered.chained(entry.record(), number, previous), entry.numbered());
                previous = entry.numbered().chain();
                number++;
            }
        }
    }

    private static List<Long> sequences(JournalWorld world, Topic topic) {
        return world.onBus.stream()
                .filter(entry -> entry.topic() == topic)
                .map(JournalEntry::sequence)
                .toList();
    }

    private static List<Boolean> replayed(JournalWorld world) {
        return world.onBus.stream().map(JournalEntry::replayed).toList();
    }
}
