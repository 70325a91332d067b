package io.pgbaton.runtime.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.HashChain;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.runtime.bus.Numbers.Last;
import io.pgbaton.runtime.journal.RecordCodec.Kept;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of the work, life after life in one folder. {@code -Djournal.kills=100} for more of them. */
class KilledJournalTest {
    private static final int KILLS = Integer.getInteger("journal.kills", 5);
    private static final long SEED = Long.getLong("journal.seed", 1);

    @TempDir
    Path temporary;

    private final Random random = new Random(SEED);
    private final Set<Long> sent = new TreeSet<>();
    private final Set<Long> settled = new TreeSet<>();

    /** Hash by number, over all lives. */
    private final NavigableMap<Long, String> chain = new TreeMap<>();

    @Test
    void nothingThatWasDurableIsMissingAndNoNumberIsGivenTwiceOrLeftOut() throws Exception {
        LogFolder folder = new LogFolder(temporary.resolve("journal"));
        for (int life = 0; life < KILLS; life++) {
            liveAndDie(folder.path());
            check(folder, "seed " + SEED + ", life " + life);
        }
        assertTrue(settled.size() > 20 * KILLS, "the lives were too short to show anything: " + settled.size());
    }

    private void liveAndDie(Path folder) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalVictim.class.getName(),
                        folder.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = victim.inputReader(UTF_8)) {
            int mark = 1 + random.nextInt(3000);
            int count = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("sent ")) {
                    String[] words = line.split(" ", -1);
                    sent.add(Long.parseLong(words[1]));
                    chain.merge(Long.parseLong(words[1]), words[2], KilledJournalTest::same);
                } else if (line.startsWith("settled ")) {
                    settled.add(Long.parseLong(line.substring(8)));
                }
                if (++count == mark) {
                    victim.toHandle().destroyForcibly();
                }
            }
        }
        assertTrue(victim.waitFor(10, TimeUnit.SECONDS));
        assertEquals(137, victim.exitValue(), "killed, and not ended by a fault of its own");
    }

    private void check(LogFolder folder, String when) throws IOException {
        try (SegmentLog log = folder.open(new SegmentLog.Limits(4 << 20, 1 << 20))) {
            ReadBack read = log.read(log.recovered().waiting(), Integer.MAX_VALUE);
            List<Kept> waiting = read.frames().stream()
                    .map(frame -> RecordCodec.decode(frame.payload()).orElseThrow())
                    .toList();
            List<Long> numbers =
                    waiting.stream().map(kept -> kept.numbered().sequence()).toList();
            assertEquals(List.of(), read.missing(), when);
            if (!numbers.isEmpty()) {
                long first = numbers.get(0);
                assertEquals(
                        LongStream.range(first, first + numbers.size()).boxed().toList(), numbers, when);
            }
            waiting.forEach(kept -> assertEquals(
                    LogFolder.record(kept.numbered().sequence()),
                    kept.numbered().record(),
                    when));
            waiting.forEach(kept ->
                    chain.merge(kept.numbered().sequence(), kept.numbered().chain(), KilledJournalTest::same));
            chain.forEach((number, hash) -> assertEquals(follower(number), hash, when + ": record " + number));
            Set<Long> owed = new TreeSet<>(sent);
            owed.removeAll(settled);
            numbers.forEach(owed::remove);
            assertEquals(Set.of(), owed, when + ": durable, not on the bus, and gone");
            Last last = log.recovered().numbers().get(LogFolder.AUDIT);
            assertTrue(
                    sent.stream().allMatch(number -> number <= last.sequence()),
                    when + ": a number would be given again");
            assertEquals(chain.lastEntry().getValue(), last.chain(), when + ": the chain would not go on");
        }
    }

    /** The hash of the record with this number, computed from the one before it. */
    private String follower(long number) {
        String previous = number == 1 ? HashChain.START : chain.get(number - 1);
        return Numbered.chained(LogFolder.record(number), number, previous).chain();
    }

    private static String same(String before, String again) {
        assertEquals(before, again, "a record changed its hash");
        return again;
    }
}
