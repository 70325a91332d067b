package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.folder.RunFolder;
import java.io.IOException;

/** Of an agent whose configuration has no drills, or has them no more: those of an earlier life end by themselves. */
public final class NoDrills implements Launcher {
    /** A sentence for whoever asks. */
    public static final String REASON = "this agent restores nothing: its configuration has no `drill`";

    @Override
    public Process run(RunFolder folder, Job job) throws IOException {
        throw new IOException(REASON);
    }

    @Override
    public void cancel(RunFolder folder) throws IOException {
        throw new IOException(REASON);
    }

    @Override
    public void clean(RunFolder folder) throws IOException {
        throw new IOException(REASON);
    }
}
