package io.pgbaton.cli.chain;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.journal.JournalSettings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A process that writes an audit as a daemon does, to be killed. Says {@code published} for each record that the bus has.
 * Its words: bootstrap, prefix of the topics, folder of the journal, and how many records it publishes before it ends in
 * peace, 0 for never.
 */
public final class AuditVictim {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final int PER_TICK = 5;

    /** On their way at once: a busy machine must not make an audit out of it that takes minutes to read. */
    private static final int MOST_WAITING = 100;

    private final Vertx vertx;
    private final DurableJournal journal;
    private final BusWriter writer;
    private final int most;
    private final String run = Long.toHexString(System.nanoTime());
    private int written;

    private AuditVictim(Vertx vertx, DurableJournal journal, BusWriter writer, int most) {
        this.vertx = vertx;
        this.journal = journal;
        this.writer = writer;
        this.most = most;
    }

    public static void main(String[] words) {
        Vertx vertx = Vertx.vertx();
        BusSettings bus = new BusSettings(List.of(words[0]), words[1], Map.of());
        JournalSettings settings = JournalSettings.in(Path.of(words[2]));
        vertx.runOnContext(go -> DurableJournal.open(vertx, settings, new SimpleMeterRegistry())
                .onSuccess(journal -> {
                    BusWriter writer = BusWriter.start(vertx, bus, new SimpleMeterRegistry(), journal);
                    AuditVictim victim = new AuditVictim(vertx, journal, writer, Integer.parseInt(words[3]));
                    vertx.setPeriodic(1, victim::step);
                })
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                }));
    }

    private void step(long timer) {
        // A journal whose disk hangs gives numbers that the next life does not know: that is another story.
        if (!journal.health().ready() || writer.depth() > MOST_WAITING) {
            return;
        }
        for (int n = 0; n < PER_TICK && (most == 0 || written < most); n++) {
            writer.publish(Topic.AUDIT, intent(written++)).onSuccess(done -> System.out.println("published"));
        }
        if (written == most) {
            vertx.cancelTimer(timer);
            writer.close(Duration.ofSeconds(30))
                    .compose(closed -> journal.close(Duration.ofSeconds(2)))
                    .onComplete(done -> System.exit(0));
        }
    }

    private BusRecord intent(int n) {
        Intent data = Intent.newBuilder()
                .setAction("acquire address")
                .setTarget("write")
                .setEpoch(n)
                .build();
        return new BusRecord(
                run + "-" + n,
                BusRecord.source(SCOPE, "n1", "node-agent"),
                EventType.INTENT_RECORDED,
                SCOPE,
                "write",
                Instant.now(),
                "",
                "",
                data);
    }
}
