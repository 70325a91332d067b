package io.pgbaton.runtime.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.RememberedCommand;
import io.pgbaton.runtime.bus.Numbers.Last;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk is there again, whatever happened to its end or in its middle. */
class SegmentLogTest {
    /** So small that a few records fill a segment. */
    private static final SegmentLog.Limits SMALL = new SegmentLog.Limits(64 << 10, 2 << 10);

    @TempDir
    Path temporary;

    private LogFolder folder;

    @BeforeEach
    void newFolder() {
        folder = new LogFolder(temporary.resolve("made/by/itself"));
    }

    @Test
    void whatWasForcedIsThereAfterOpeningAgain() throws IOException {
        try (SegmentLog log = folder.open()) {
            append(log, 0, 10);
        }
        try (SegmentLog log = folder.open()) {
            assertEquals(numbers(0, 10), LogFolder.waiting(log));
            assertEquals(10, log.recovered().records());
            assertEquals(
                    Map.of(LogFolder.OBSERVATIONS, new Last(9, "")),
                    log.recovered().numbers());
        }
    }

    @Test
    void anEndTornAtAnyByteCostsTheTornRecordAloneAndTheLogGoesOn() throws IOException {
        long before;
        try (SegmentLog log = folder.open()) {
            append(log, 0, 3);
            before = log.bytes();
            append(log, 3, 4);
        }
        byte[] whole = Files.readAllBytes(folder.segments().get(0));
        for (int length = (int) before; length < whole.length; length++) {
            Files.write(folder.segments().get(0), java.util.Arrays.copyOf(whole, length));
            try (SegmentLog log = folder.open()) {
                assertEquals(numbers(0, 3), LogFolder.waiting(log), "cut at " + length);
                append(log, 7, 8);
            }
            try (SegmentLog log = folder.open()) {
                assertEquals(List.of(0L, 1L, 2L, 7L), LogFolder.waiting(log), "cut at " + length);
            }
        }
    }

    @Test
    void aFlippedByteCostsOneRecordWhosePlaceIsNamed() throws IOException {
        long from;
        long to;
        try (SegmentLog log = folder.open()) {
            append(log, 0, 3);
            from = log.bytes();
            append(log, 3, 4);
            to = log.bytes();
            append(log, 4, 6);
        }
        Path file = folder.segments().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int at = (int) from; at < to; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            try (SegmentLog log = folder.open()) {
                ReadBack read = log.read(log.recovered().waiting(), 100);
                assertEquals(List.of(0L, 1L, 2L, 4L, 5L), LogFolder.waiting(log), "flipped at " + at);
                // Position 1 is the snapshot, so record 3 has position 5.
                assertEquals(
                        List.of(new ReadBack.Missing(
                                new Span(5, 5), file.getFileName().toString())),
                        read.missing(),
                        "flipped at " + at);
            }
        }
    }

    @Test
    void aDamagedSegmentInTheMiddleCostsWhatIsDamagedInIt() throws IOException {
        try (SegmentLog log = folder.open(SMALL)) {
            append(log, 0, 60);
        }
        Path second = folder.segments().get(1);
        byte[] bytes = Files.readAllBytes(second);
        java.util.Arrays.fill(bytes, 600, 900, (byte) 0);
        Files.write(second, bytes);
        try (SegmentLog log = folder.open(SMALL)) {
            ReadBack read = log.read(log.recovered().waiting(), 100);
            List<Long> left = LogFolder.waiting(log);
            assertEquals(1, read.missing().size());
            long missing = read.missing().get(0).positions().length();
            assertEquals(second.getFileName().toString(), read.missing().get(0).file());
            assertEquals(60, left.size() + missing);
            assertTrue(missing >= 2 && missing <= 4, "missing " + missing);
        }
    }

    @Test
    void aSegmentThatSomebodyDeletedIsCountedAsMissing() throws IOException {
        try (SegmentLog log = folder.open(SMALL)) {
            append(log, 0, 60);
        }
        Files.delete(folder.segments().get(1));
        try (SegmentLog log = folder.open(SMALL)) {
            ReadBack read = log.read(log.recovered().waiting(), 100);
            assertEquals(1, read.missing().size());
            assertEquals(log.last(), read.next() - 1);
        }
    }

    @Test
    void settledSegmentsGoAndWhatMustSurviveThemStays() throws IOException {
        try (SegmentLog log = folder.open(SMALL)) {
            log.append(Kind.REMEMBERED, command("c1", 3, 41));
            append(log, 0, 100);
            assertTrue(folder.segments().size() > 5);
            log.settle(log.last(), 0);
            assertEquals(1, folder.segments().size());
        }
        try (SegmentLog log = folder.open(SMALL)) {
            assertEquals(List.of(), LogFolder.waiting(log));
            assertEquals(
                    Map.of(LogFolder.OBSERVATIONS, new Last(99, "")),
                    log.recovered().numbers());
            assertEquals(Set.of("c1"), log.recovered().commands());
            assertEquals(Map.of(3, 42L), log.recovered().offsets());
        }
    }

    @Test
    void r9AnIntentWithoutItsOutcomeOutlivesTheRecordsThatWereSettled() throws IOException {
        try (SegmentLog log = folder.open(SMALL)) {
            log.append(Kind.RECORD, intent("done", false));
            log.append(Kind.RECORD, intent("open", false));
            log.append(Kind.RECORD, intent("withheld", true));
            log.append(
                    Kind.RECORD,
                    audit(
                            EventType.OUTCOME_RECORDED,
                            Outcome.newBuilder().setActionId("done").build()));
            append(log, 0, 100);
            log.settle(log.last(), 0);
            assertEquals(1, folder.segments().size());
        }
        try (SegmentLog log = folder.open(SMALL)) {
            assertEquals(
                    List.of("open"),
                    log.recovered().openIntents().stream()
                            .map(intent -> intent.data(Intent.class).getActionId())
                            .toList());
        }
    }

    private static ByteString intent(String action, boolean withheld) {
        return audit(
                EventType.INTENT_RECORDED,
                Intent.newBuilder().setActionId(action).setWithheld(withheld).build());
    }

    private static ByteString audit(EventType type, Message data) {
        BusRecord record = new BusRecord(
                "id", LogFolder.SOURCE, type, LogFolder.SCOPE, "write", Instant.EPOCH, "handover", "", data);
        return RecordCodec.encode(Topic.AUDIT, Numbered.of(record, 0));
    }

    @Test
    void theLastCommandsAreKnownAndNotAllThereEverWere() throws IOException {
        int many = JournalState.MOST_COMMANDS + 10;
        try (SegmentLog log = folder.open()) {
            for (int n = 0; n < many; n++) {
                log.append(Kind.REMEMBERED, command("c" + n, 0, n));
            }
            log.force();
        }
        try (SegmentLog log = folder.open()) {
            assertEquals(JournalState.MOST_COMMANDS, log.recovered().commands().size());
            assertTrue(log.recovered().commands().contains("c" + (many - 1)));
            assertEquals(Map.of(0, (long) many), log.recovered().offsets());
        }
    }

    @Test
    void settlingIsKnownInTheNextLifeWithoutAForce() throws IOException {
        try (SegmentLog log = folder.open()) {
            append(log, 0, 10);
            log.settle(log.last() - 4, 4);
        }
        try (SegmentLog log = folder.open()) {
            assertEquals(numbers(6, 10), LogFolder.waiting(log));
        }
    }

    @Test
    void atItsLimitItRefusesAndGoesOnWhenRoomIsFreed() throws IOException {
        try (SegmentLog log = folder.open(SMALL)) {
            assertThrows(JournalFull.class, () -> append(log, 0, 10_000));
            assertTrue(log.bytes() <= SMALL.maxBytes());
            log.force();
            log.settle(log.last(), 0);
            append(log, 10_000, 10_010);
            assertEquals(numbers(10_000, 10_010), LogFolder.waiting(log));
        }
    }

    @Test
    void aSecondOneInTheFolderIsRefusedAndToldWhoHasIt() throws IOException {
        try (SegmentLog log = folder.open()) {
            append(log, 0, 1);
            JournalInUse refused = assertThrows(JournalInUse.class, folder::open);
            String pid = Long.toString(ProcessHandle.current().pid());
            assertTrue(refused.getMessage().contains("in use by process " + pid), refused.getMessage());
        }
        folder.open().close();
    }

    @Test
    void readingGoesOnWhereItEndedAndAnywhereElse() throws IOException {
        try (SegmentLog log = folder.open(SMALL)) {
            append(log, 0, 100);
            Span all = new Span(1, log.last());
            List<Long> read = new java.util.ArrayList<>();
            for (Span rest = all; !rest.isEmpty(); ) {
                ReadBack some = log.read(rest, 7);
                some.frames().forEach(frame -> read.add(number(frame)));
                assertEquals(List.of(), some.missing());
                rest = new Span(some.next(), all.to());
            }
            assertEquals(numbers(0, 100), read);
            ReadBack end = log.read(new Span(log.last(), log.last()), 7);
            assertEquals(
                    List.of(99L),
                    end.frames().stream().map(SegmentLogTest::number).toList());
        }
    }

    @Test
    void whatWasCutOffAfterAFailureIsNotReadFromMemory() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        try (SegmentLog log = SegmentLog.open(folder.path(), SMALL, disk)) {
            append(log, 0, 2);
            log.append(Kind.RECORD, LogFolder.payload(2));
            assertEquals(1, log.read(new Span(2, 2), 10).frames().size(), "what follows is read ahead");
            disk.fail(new IOException("Input/output error"));
            assertThrows(IOException.class, log::force);
            disk.heal();
            append(log, 77, 78);
            List<Frame> rest = log.read(new Span(3, log.last()), 10).frames();
            assertEquals(
                    List.of(1L, 77L), rest.stream().map(SegmentLogTest::number).toList());
        }
    }

    private static long number(Frame frame) {
        return RecordCodec.decode(frame.payload()).orElseThrow().numbered().sequence();
    }

    private static void append(SegmentLog log, long from, long to) throws IOException {
        for (long n = from; n < to; n++) {
            log.append(Kind.RECORD, LogFolder.payload(n));
        }
        log.force();
    }

    private static ByteString command(String id, int partition, long offset) {
        return RememberedCommand.newBuilder()
                .setCommandId(id)
                .setPartition(partition)
                .setOffset(offset)
                .build()
                .toByteString();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
