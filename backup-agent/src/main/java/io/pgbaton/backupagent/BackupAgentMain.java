package io.pgbaton.backupagent;

import io.pgbaton.backupagent.config.BackupAgentConfig;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.lifecycle.Daemon;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.lifecycle.Program;
import io.vertx.core.Future;
import java.time.Duration;

/** {@code pgbaton-backup-agent}. */
public final class BackupAgentMain implements Program<BackupAgentConfig> {
    private static final Duration JOURNAL_STOP = Duration.ofSeconds(2);

    public static void main(String[] words) {
        Daemon.main(new BackupAgentMain(), words);
    }

    @Override
    public String name() {
        return "pgbaton-backup-agent";
    }

    @Override
    public BackupAgentConfig read(ConfigNode node) {
        return BackupAgentConfig.read(node);
    }

    @Override
    public Future<Void> start(BackupAgentConfig config, Platform platform) {
        if (RunningUser.isRoot()) {
            return Future.failedFuture(
                    "this agent does not run as root: what pgBackRest writes would be root's, and others"
                            + " could not read it. Start it as the user whose pgBackRest it runs, as the unit's User= does");
        }
        return DurableJournal.open(platform.vertx(), config.journal(), platform.registry())
                .compose(journal -> {
                    // First to start and last to stop: it keeps what the others could not publish.
                    platform.stops().add("journal", JOURNAL_STOP, () -> journal.close(JOURNAL_STOP));
                    return new BackupAgent(config, platform, journal).start().mapEmpty();
                });
    }
}
