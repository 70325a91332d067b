package io.pgbaton.runtime.journal;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.JournalEntry;
import io.pgbaton.runtime.bus.Numbers.Last;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;

/**
 * A process that publishes for ever, to be killed. Says {@code sent N HASH} when the journal gave out a record, which makes it
 * durable, and {@code settled N} before the journal is told that the bus has it.
 */
public final class JournalVictim {
    private final DurableJournal journal;
    private final PrintStream out;
    private final Random random;
    private final Deque<JournalEntry> onTheirWay = new ArrayDeque<>();
    private long number;

    private JournalVictim(DurableJournal journal, PrintStream out, Random random) {
        this.journal = journal;
        this.out = out;
        this.random = random;
        this.number = 1 + lastNumber(journal.recovered().orElseThrow());
    }

    public static void main(String[] words) {
        Vertx vertx = Vertx.vertx();
        // Small segments, so that some are closed and deleted in each life.
        JournalSettings settings = new JournalSettings(Path.of(words[0]), 4 << 20, 10_000);
        vertx.runOnContext(go -> DurableJournal.open(vertx, settings, new SimpleMeterRegistry())
                .onSuccess(journal -> {
                    JournalVictim victim = new JournalVictim(journal, System.out, new Random(Long.parseLong(words[1])));
                    vertx.setPeriodic(1, tick -> victim.step());
                })
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                }));
    }

    private static long lastNumber(Recovered left) {
        return Optional.ofNullable(left.numbers().get(LogFolder.AUDIT))
                .map(Last::sequence)
                .orElse(0L);
    }

    private void step() {
        if (!journal.health().ready()) {
            // From memory records are sent without being durable: that is not what this is about.
            System.exit(3);
        }
        int many = random.nextInt(8);
        for (int n = 0; n < many; n++) {
            if (journal.accept(Topic.AUDIT, LogFolder.record(number), Promise.promise())) {
                number++;
            }
        }
        if (random.nextInt(3) > 0) {
            for (Optional<JournalEntry> next = journal.next(); next.isPresent(); next = journal.next()) {
                out.println("sent " + next.get().sequence() + " "
                        + next.get().numbered().chain());
                onTheirWay.add(next.get());
            }
        }
        for (int settle = random.nextInt(12); settle > 0 && !onTheirWay.isEmpty(); settle--) {
            JournalEntry entry = onTheirWay.poll();
            out.println("settled " + entry.sequence());
            journal.settle(entry);
        }
        out.flush();
    }
}
