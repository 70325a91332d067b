package io.pgbaton.backupagent.folder;

import io.pgbaton.backupagent.decide.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of one stanza on disk. Blocks; the lanes of a stanza may call at the same time. */
public final class RunFolders {
    private static final Logger log = LoggerFactory.getLogger(RunFolders.class);

    /** Enough to see why one failed. */
    private static final int LOOKS = 5;

    private final Path home;
    private final String scope;
    private final int keep;

    /** @param keep so many stay once their outcome is recorded, and a few of the agent's own looks at the repository */
    public RunFolders(Path stateDir, String stanza, String scope, int keep) {
        this.home = stateDir.resolve("runs").resolve(stanza);
        this.scope = scope;
        this.keep = keep;
    }

    /** One after the other: what one removes another must not be reading. */
    public synchronized RunFolder make(Attempt attempt, long startedMillis) throws IOException {
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
            Map<Boolean, List<RunFolder>> told =
                    byAge().stream().filter(RunFolder::isTold).collect(Collectors.partitioningBy(RunFolders::isALook));
            deleteAllBut(keep, told.get(false));
            deleteAllBut(Math.min(keep, LOOKS), told.get(true));
        } catch (IOException | UncheckedIOException e) {
            log.warn("Old runs could not be removed; they take room until it works. folder={}", home, e);
        }
    }

    /** A look at the repository, of the agent's own accord: there are hundreds of them to one backup. */
    private static boolean isALook(RunFolder folder) {
        try {
            return !folder.run().getRecorded();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void deleteAllBut(int kept, List<RunFolder> oldestFirst) throws IOException {
        for (RunFolder old : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - kept))) {
            delete(old.path());
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
