package io.pgbaton.runtime.journal;

import io.pgbaton.runtime.http.Health;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the disk takes records. Says each change once: in the log, in the metrics, in {@code /readyz}. */
final class Condition {
    private static final Logger log = LoggerFactory.getLogger(DurableJournal.class);

    private final Path folder;
    private final JournalMetrics metrics;
    private volatile Optional<Trouble> trouble = Optional.empty();

    Condition(Path folder, JournalMetrics metrics) {
        this.folder = folder;
        this.metrics = metrics;
    }

    Optional<Trouble> trouble() {
        return trouble;
    }

    void troubled(Trouble now, String cause) {
        if (trouble.isEmpty() || trouble.get() != now) {
            trouble = Optional.of(now);
            metrics.trouble(true, now == Trouble.HUNG);
            log.error(
                    "New records are kept in memory alone. They are published, but lost if the process ends before."
                            + " reason={} remedy={} folder={} cause={}",
                    now.sentence(),
                    now.remedy(),
                    folder,
                    cause);
        }
    }

    void well() {
        if (trouble.isPresent()) {
            trouble = Optional.empty();
            metrics.trouble(false, false);
            log.info("The journal is written to disk again. folder={}", folder);
        }
    }

    /** Any thread. */
    Health health() {
        return trouble.map(now ->
                        Health.notReady("records are kept in memory alone, " + now.sentence() + ": " + now.remedy()))
                .orElse(Health.ready("records are written to " + folder));
    }
}
