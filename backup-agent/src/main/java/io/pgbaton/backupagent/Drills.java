package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.DrillReport;
import io.pgbaton.backupagent.act.NoDrills;
import io.pgbaton.backupagent.config.DrillConfig;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Conclusion;
import io.pgbaton.backupagent.folder.DrillMemory;
import io.pgbaton.backupagent.metrics.StanzaMetrics;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.LastDrill;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drills of one stanza: what they are done with, and what the last one showed. On the event loop. */
final class Drills {
    private static final Logger log = LoggerFactory.getLogger(Drills.class);

    private final Optional<DrillConfig> config;
    private final String node;
    private final Lane.Tools tools;
    private final DrillMemory memory;
    // Written on the loop, read by whoever scrapes.
    private volatile Optional<LastDrill> last = Optional.empty();

    /** @param config empty when none are offered */
    Drills(Optional<DrillConfig> config, String node, Lane.Tools tools, DrillMemory memory) {
        this.config = config;
        this.node = node;
        this.tools = tools;
        this.memory = memory;
    }

    /** Reads what an earlier life knew. */
    void begin(StanzaMetrics metrics) {
        if (config.isPresent()) {
            tools.worker().executeBlocking(memory::read, false).onSuccess(known -> last = last.or(() -> known));
            metrics.drills(this::ageSeconds, this::restoreSeconds);
        }
    }

    Lane.Tools tools() {
        return tools;
    }

    /** How long one may take. */
    Duration timeout(Duration otherwise) {
        return config.map(DrillConfig::timeout).orElse(otherwise);
    }

    /** Why a task is not for this agent, empty when it may be. */
    Optional<String> fault(BackupTask task) {
        return task.getKind() == BackupKind.BACKUP_KIND_DRILL && config.isEmpty()
                ? Optional.of(NoDrills.REASON)
                : Optional.empty();
    }

    /** The last one that completed. */
    Optional<LastDrill> last() {
        return last;
    }

    void completed(Attempt attempt, Conclusion conclusion) {
        DrillCompleted drill = DrillReport.completed(node, attempt, conclusion);
        tools.worker()
                .executeBlocking(() -> memory.keep(drill, System.currentTimeMillis()), false)
                .onSuccess(kept -> last = Optional.of(kept))
                .onFailure(failure -> log.warn(
                        "A drill that completed could not be kept; the age of drills is of the one before. stanza={}"
                                + " reason={}",
                        attempt.job().task().getStanza(),
                        failure.getMessage()));
    }

    private double ageSeconds() {
        return last.map(known -> (System.currentTimeMillis() - known.getCompletedMs()) / (double) millis())
                .orElse(Double.NaN);
    }

    private double restoreSeconds() {
        return last.map(known -> known.getDrill().getRestoreMs() / (double) millis())
                .orElse(Double.NaN);
    }

    private static long millis() {
        return TimeUnit.SECONDS.toMillis(1);
    }
}
