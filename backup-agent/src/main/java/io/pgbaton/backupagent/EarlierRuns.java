package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.StanzaRecorder;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.backupagent.folder.RunFolders;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupRun;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.runtime.journal.Recovered;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an earlier life began and did not see end (R9): pgBackRest goes on without us. */
record EarlierRuns(WorkerExecutor worker, Map<Scope, StanzaRecorder> recorders) {
    private static final Logger log = LoggerFactory.getLogger(EarlierRuns.class);

    /**
     * Runs are watched on, or their end is told; an intent that never became a run has an unknown outcome.
     *
     * @param folders with whoever is told of an attempt that was found there
     */
    Future<Void> find(Map<RunFolders, Consumer<Attempt>> folders, Optional<Recovered> recovered) {
        return worker.executeBlocking(() -> attempts(folders.keySet()), false)
                .onSuccess(found -> {
                    Set<String> ids = new HashSet<>();
                    found.forEach(one -> {
                        ids.add(one.attempt().id());
                        folders.get(one.where()).accept(one.attempt());
                    });
                    recovered.ifPresent(left -> tellUnknown(left, ids));
                })
                .mapEmpty();
    }

    private void tellUnknown(Recovered left, Set<String> found) {
        left.openIntents().stream()
                .filter(intent -> !found.contains(intent.data(Intent.class).getActionId()))
                .filter(intent -> recorders.containsKey(intent.scope()))
                .forEach(intent -> recorders.get(intent.scope()).unknown(intent));
    }

    private record Found(RunFolders where, Attempt attempt) {}

    private static List<Found> attempts(Set<RunFolders> folders) throws IOException {
        List<Found> found = new ArrayList<>();
        for (RunFolders where : folders) {
            for (RunFolder folder : where.untold()) {
                attempt(folder).ifPresent(attempt -> found.add(new Found(where, attempt)));
            }
        }
        return found;
    }

    private static Optional<Attempt> attempt(RunFolder folder) throws IOException {
        BackupRun run;
        try {
            run = folder.run();
        } catch (IOException unreadable) {
            log.error(
                    "A run of an earlier life cannot be read; what became of it is unknown. folder={} reason={}",
                    folder.path(),
                    unreadable.getMessage());
            folder.tell("unreadable");
            return Optional.empty();
        }
        if (!run.getRecorded()) {
            // A look at the repository: the next one says the same.
            folder.tell("forgotten");
            return Optional.empty();
        }
        // Its time to wait is over: when another is at it, nobody tries again.
        Job job = new Job(
                run.getCommandId(),
                run.getTask(),
                run.getActor(),
                run.getReason(),
                run.getHandover(),
                System.nanoTime(),
                true);
        return Optional.of(new Attempt(job, run.getAttempt()));
    }
}
