package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.proto.v1.BackupKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Runs what is asked of a stanza, an upgrade of it only after a look whether there is one. */
public final class StanzaWrapper extends Wrapper {
    private final Upgrades upgrades;

    /** Whether the stanza may be upgraded now. Blocks for some seconds at most. */
    public interface Upgrades {
        /** @throws io.pgbaton.backupagent.restore.Unfit when it must not be, or nobody knows */
        void check() throws IOException;
    }

    /** @param config of pgBackRest */
    public StanzaWrapper(Path program, Optional<Path> config, Upgrades upgrades) {
        super(program, config);
        this.upgrades = upgrades;
    }

    @Override
    public Process run(RunFolder folder, Job job) throws IOException {
        if (job.task().getKind() == BackupKind.BACKUP_KIND_STANZA_UPGRADE) {
            upgrades.check();
        }
        return super.run(folder, job);
    }
}
