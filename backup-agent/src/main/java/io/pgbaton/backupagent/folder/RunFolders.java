package io.pgbaton.backupagent.folder;

import io.pgbaton.backupagent.decide.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of one stanza on disk. Blocks; one caller at a time. */
public final class RunFolders {
    private static final Logger log = LoggerFactory.getLogger(RunFolders.class);

    private final Path home;
    private final String scope;
    private final int keep;

    /** @param keep so many whose outcome is recorded stay */
    public RunFolders(Path stateDir, String stanza, String scope, int keep) {
        this.home = stateDir.resolve("runs").resolve(stanza);
        this.scope = scope;
        this.keep = keep;
    }

    public RunFolder make(Attempt attempt, long startedMillis) throws IOException {
        prune();
        return RunFolder.make(home.resolve(attempt.id()), attempt, scope, startedMillis);
    }

    public RunFolder of(Attempt attempt) {
        return new RunFolder(home.resolve(attempt.id()));
    }

    /** Those whose outcome is not recorded, the oldest first. */
    public List<RunFolder> untold() throws IOException {
        return byAge().stream().filter(folder -> !folder.isTold()).toList();
    }

    /** What is no run is left alone: somebody else put it there. */
    private List<RunFolder> byAge() throws IOException {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(home)) {
            List<RunFolder> runs = new ArrayList<>(paths.filter(path -> Files.exists(path.resolve("run.json")))
                    .map(RunFolder::new)
                    .toList());
            runs.sort(Comparator.comparing(RunFolders::age));
            return runs;
        }
    }

    private void prune() {
        try {
            List<RunFolder> told = byAge().stream().filter(RunFolder::isTold).toList();
            for (RunFolder old : told.subList(0, Math.max(0, told.size() - keep))) {
                delete(old.path());
            }
        } catch (IOException e) {
            log.warn("Old runs could not be removed; they take room until it works. folder={}", home, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    private static long age(RunFolder folder) {
        try {
            return folder.run().getStartedMs();
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
