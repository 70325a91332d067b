package io.pgbaton.coordinator;

import io.pgbaton.coordinator.config.CoordinatorConfig;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.lifecycle.Daemon;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.lifecycle.Program;
import io.vertx.core.Future;
import java.time.Duration;

/** {@code pgbaton-coordinator}. */
public final class CoordinatorMain implements Program<CoordinatorConfig> {
    private static final Duration STOP_BOUND = Duration.ofSeconds(10);
    private static final Duration JOURNAL_STOP = Duration.ofSeconds(2);

    public static void main(String[] words) {
        Daemon.main(new CoordinatorMain(), words);
    }

    @Override
    public String name() {
        return "pgbaton-coordinator";
    }

    @Override
    public CoordinatorConfig read(ConfigNode node) {
        return CoordinatorConfig.read(node);
    }

    @Override
    public Future<Void> start(CoordinatorConfig config, Platform platform) {
        return DurableJournal.open(platform.vertx(), config.journal(), platform.registry())
                .compose(journal -> {
                    // First to start and last to stop: it keeps what the others could not publish.
                    platform.stops().add("journal", JOURNAL_STOP, () -> journal.close(JOURNAL_STOP));
                    return start(
                            new Coordinator(platform.vertx(), platform.context(), platform.registry(), config, journal),
                            platform);
                });
    }

    private static Future<Void> start(Coordinator coordinator, Platform platform) {
        platform.stops().add("coordinator", STOP_BOUND, coordinator::stop);
        return coordinator.start().mapEmpty();
    }
}
