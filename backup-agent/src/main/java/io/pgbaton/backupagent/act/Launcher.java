package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.folder.RunFolder;
import java.io.IOException;

/** A program that does a job in a folder of its own, and outlives this agent. Blocks. */
public interface Launcher {

    /** @throws IOException when it cannot be started at all */
    Process run(RunFolder folder, Job job) throws IOException;

    /** Asks it to end; that it has is seen in its folder. */
    void cancel(RunFolder folder) throws IOException;

    /** Ends and removes what it left, when nobody knows how it ended. */
    void clean(RunFolder folder) throws IOException;
}
