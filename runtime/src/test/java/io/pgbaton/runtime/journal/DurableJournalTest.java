package io.pgbaton.runtime.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.RecordsLost;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal promises, with a disk that is well and one that is not. */
class DurableJournalTest {
    @TempDir
    Path temporary;

    private final FaultyDisk disk = new FaultyDisk();
    private LogFolder folder;
    private JournalSettings settings;

    @BeforeEach
    void newFolder() {
        folder = new LogFolder(temporary.resolve("journal"));
        settings = JournalSettings.in(folder.path());
    }

    @Test
    void theNextLifeGoesOnWithWhatTheLastOneLeftAndCountsOn() throws Exception {
        try (JournalWorld first = new JournalWorld(settings)) {
            first.publish(0, 100);
            await().until(() ->
                    first.gauge("depth") == 100 && first.journal.health().ready());
        }
        try (JournalWorld second = new JournalWorld(settings)) {
            second.publish(100, 110);
            second.bus(true);
            await().until(() -> second.onBus.size() == 110);
            assertEquals(numbers(0, 110), second.numbers());
            assertEquals(numbers(1, 111), second.sequences());
            assertEquals(LogFolder.record(5), second.onBus.get(5).record(), "unchanged, its time included");
        }
        try (JournalWorld third = new JournalWorld(settings)) {
            third.bus(true);
            third.publish(110, 111);
            await().until(() -> third.onBus.size() == 1);
            assertEquals(List.of(111L), third.sequences());
        }
    }

    @Test
    void r9WhoeverWaitsForTheDiskGoesOnWhenItHasAllThatWasAcceptedBefore() throws Exception {
        try (JournalWorld world = new JournalWorld(settings, disk)) {
            disk.hang();
            world.publish(0, 1);
            Future<Void> kept = world.onLoop(world.journal::kept);
            assertFalse(kept.isComplete());
            disk.heal();
            await().until(kept::succeeded);
        }
    }

    @Test
    void r6ADiskInTroubleHoldsNobodyUp() throws Exception {
        try (JournalWorld world = new JournalWorld(settings, disk)) {
            disk.hang();
            world.publish(0, 1);
            Future<Void> kept = world.onLoop(world.journal::kept);
            await().until(() -> !world.journal.health().ready());
            assertTrue(kept.succeeded());
            disk.heal();
        }
    }

    @Test
    void whatDoesNotFitInMemoryWaitsOnDiskAndComesBackInOrder() throws Exception {
        try (JournalWorld world = new JournalWorld(settings)) {
            for (int n = 0; n < 12_000; n += 1000) {
                int to = n + 1000;
                assertEquals(1000, world.publish(n, to));
                await().until(() -> Math.max(0, world.gauge("bytes")) > to * 100.0 - 60_000);
            }
            world.bus(true);
            await().until(() -> world.onBus.size() == 12_000);
            assertEquals(numbers(0, 12_000), world.numbers());
            assertEquals(0, world.onLoop(world.journal::depth));
        }
    }

    @Test
    void aFullJournalGoesOnFromMemoryLosesTheNewestAndSaysSoLater() throws Exception {
        JournalSettings small = new JournalSettings(folder.path(), 64 << 10, 100);
        try (JournalWorld world = new JournalWorld(small)) {
            int accepted = 0;
            int published = 0;
            while (world.lost("max_bytes") < 5) {
                int more = world.publish(published, published + 20);
                accepted += more;
                published += 20;
                int now = published;
                await().until(() -> world.gauge("memory.only") == 1 || world.gauge("bytes") > now * 100.0);
            }
            assertFalse(world.journal.health().ready());
            assertTrue(world.journal.health().reason().contains("journal.maxBytes"));
            assertTrue(world.gauge("bytes") <= 64 << 10);

            world.bus(true);
            int all = accepted;
            await().until(() -> world.onBus.size() == all + 1);
            assertEquals(numbers(0, all), world.numbers(), "the newest were lost");
            assertEquals(numbers(1, all + 1), world.sequences().subList(0, all), "without a gap in the numbers");
            RecordsLost lost = world.onBus.get(all).record().data(RecordsLost.class);
            assertEquals(EventType.RECORDS_LOST, world.onBus.get(all).record().type());
            assertEquals(published - accepted, lost.getCount());
            assertEquals("max_bytes", lost.getReason());
            assertEquals(LogFolder.record(accepted).time().toString(), lost.getFirstTime());
            assertEquals(LogFolder.record(published - 1).time().toString(), lost.getLastTime());
            await().until(() -> world.journal.health().ready());
        }
    }

    @Test
    void aDiskThatFillsUpInTheMiddleOfARecordHoldsNobodyUpAndIsCaughtUpWithLater() throws Exception {
        try (JournalWorld world = new JournalWorld(settings, disk)) {
            world.publish(0, 10);
            await().until(() -> world.gauge("bytes") > 1000);
            disk.fill();
            world.publish(10, 20);
            await().until(() -> !world.journal.health().ready());
            assertTrue(world.journal.health().reason().contains("disk is full"));
            disk.heal();
            await().until(() -> world.journal.health().ready());
        }
        try (JournalWorld next = new JournalWorld(settings)) {
            next.bus(true);
            await().until(() -> next.onBus.size() == 20);
            assertEquals(numbers(1, 21), next.sequences());
        }
    }

    @Test
    void aDiskThatHasRoomAgainIsFoundWellAlsoWhenThereIsNothingToWrite() throws Exception {
        try (JournalWorld world = new JournalWorld(settings, disk)) {
            world.publish(0, 5);
            await().until(() -> world.onLoop(() -> world.journal.kept().isComplete()));
            disk.fill();
            world.bus(true);
            await().until(() -> !world.journal.health().ready());

            disk.heal();

            await().until(() -> world.journal.health().ready());
        }
    }

    @Test
    void aForceThatFailedCountsForNothingAndIsDoneAnew() throws Exception {
        try (JournalWorld world = new JournalWorld(settings, disk)) {
            world.bus(true);
            disk.fail(new IOException("Input/output error"));
            world.publish(0, 10);
            await().until(() -> world.onBus.size() == 10);
            assertEquals(1, world.gauge("memory.only"));
            world.bus(false);
            world.publish(10, 20);
            disk.heal();
            await().until(() -> world.journal.health().ready());
        }
        try (JournalWorld next = new JournalWorld(settings)) {
            next.bus(true);
            await().until(() -> next.onBus.size() == 10);
            assertEquals(numbers(11, 21), next.sequences(), "what went past the disk left no gap either");
        }
    }

    @Test
    void aHungDiskHoldsNobodyUpAndIsCaughtUpWithWhenItAnswers() throws Exception {
        try (JournalWorld world = new JournalWorld(settings, disk)) {
            world.bus(true);
            disk.hang();
            world.publish(0, 10);
            await().until(() -> world.onBus.size() == 10);
            assertEquals(1, world.gauge("disk.stuck"));
            assertFalse(world.journal.health().ready());
            world.publish(10, 20);
            assertEquals(20, world.onBus.size(), "the next ones wait no longer");
            world.bus(false);
            world.publish(20, 30);
            disk.heal();
            await().until(() -> world.journal.health().ready());
            assertEquals(0, world.gauge("disk.stuck"));
        }
        try (JournalWorld next = new JournalWorld(settings)) {
            next.bus(true);
            await().until(() -> !next.sequences().isEmpty() && next.sequences().contains(30L));
            List<Long> waiting = next.sequences();
            assertEquals(numbers(21, 31), waiting.subList(waiting.size() - 10, waiting.size()));
        }
    }

    @Test
    void aDiskThatHangsAtTheEndHoldsUpNoStop() throws Exception {
        JournalWorld world = new JournalWorld(settings, disk);
        disk.hang();
        world.publish(0, 10);
        world.close();
        disk.heal();
    }

    @Test
    void aDiskThatHangsAtTheBeginningHoldsUpNoStart() throws Exception {
        try (JournalWorld before = new JournalWorld(settings)) {
            before.publish(0, 10);
            await().until(() -> before.gauge("bytes") > 1000);
        }
        disk.hang();
        try (JournalWorld world = new JournalWorld(settings, disk)) {
            assertEquals(1, world.gauge("disk.stuck"));
            world.bus(true);
            world.publish(10, 12);
            await().until(() -> world.onBus.size() == 2);
            assertEquals(List.of(-1L, -1L), world.sequences(), "the last number is not known yet");
            disk.heal();
            await().until(() -> world.onBus.size() == 12);
            world.publish(12, 13);
            await().until(() -> world.onBus.size() == 13);
            assertEquals(numbers(1, 12), world.sequences().subList(2, 13));
        }
    }

    @Test
    void aFolderThatCannotBeMadeLeavesMemoryAloneAndSaysSo() throws Exception {
        Files.writeString(temporary.resolve("file"), "in the way");
        JournalSettings none = JournalSettings.in(temporary.resolve("file/journal"));
        try (JournalWorld world = new JournalWorld(none)) {
            assertFalse(world.journal.health().ready());
            assertEquals(1, world.gauge("memory.only"));
            world.bus(true);
            world.publish(0, 5);
            assertEquals(numbers(0, 5), world.numbers());
        }
    }

    @Test
    void aSecondDaemonInTheFolderDoesNotStart() throws Exception {
        try (JournalWorld first = new JournalWorld(settings)) {
            first.publish(0, 1);
            ExecutionException refused = assertThrows(ExecutionException.class, () -> new JournalWorld(settings));
            assertInstanceOf(JournalInUse.class, refused.getCause());
        }
    }

    @Test
    void commandsThatWereCarriedOutAreKnownInTheNextLife() throws Exception {
        try (JournalWorld world = new JournalWorld(settings)) {
            world.onLoop(() -> {
                world.journal.remember("c1", 3, 41);
                return null;
            });
            double empty = world.gauge("bytes");
            await().until(() -> world.gauge("bytes") > empty);
        }
        try (JournalWorld next = new JournalWorld(settings)) {
            Recovered left = next.journal.recovered().orElseThrow();
            assertEquals(Set.of("c1"), left.commands());
            assertEquals(Map.of(3, 42L), left.offsets());
        }
    }

    @Test
    void damageIsCountedAndTheRestComes() throws Exception {
        try (JournalWorld world = new JournalWorld(settings)) {
            world.publish(0, 50);
            await().until(() -> world.gauge("depth") == 50 && world.gauge("bytes") > 5000);
        }
        Path file = folder.segments().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (JournalWorld next = new JournalWorld(settings)) {
            next.bus(true);
            await().until(() -> next.onBus.size() == 49);
            assertEquals(1, next.lost("damaged"));
        }
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
