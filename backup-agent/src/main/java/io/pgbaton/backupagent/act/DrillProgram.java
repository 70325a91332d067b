package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.config.DrillConfig;
import io.pgbaton.backupagent.config.ProbeConfig;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.decide.Restorable;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.proto.v1.BackupTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program that does a drill, from the choice of a backup to its removal (ADR 0011). */
public final class DrillProgram implements Launcher {
    private static final long CANCEL_SECONDS = 10;
    /** Large clusters take a while to be removed. */
    private static final long CLEAN_SECONDS = 3600;

    private final DrillConfig config;
    private final Optional<ProbeConfig> probe;
    private final Path wrapper;
    private final Optional<Path> pgbackrest;
    private final Choice choice;

    /** Which backup a task means, from what is known of the repository. */
    public interface Choice {
        /** @throws IOException with a sentence, when there is none */
        Restorable of(BackupTask task) throws IOException;
    }

    /**
     * @param wrapper of pgBackRest
     * @param pgbackrest its configuration
     */
    public DrillProgram(
            DrillConfig config, Optional<ProbeConfig> probe, Path wrapper, Optional<Path> pgbackrest, Choice choice) {
        this.config = config;
        this.probe = probe;
        this.wrapper = wrapper;
        this.pgbackrest = pgbackrest;
        this.choice = choice;
    }

    @Override
    public Process run(RunFolder folder, Job job) throws IOException {
        return Programs.start(words(folder, job.task(), choice.of(job.task())), folder.said());
    }

    @Override
    public void cancel(RunFolder folder) throws IOException {
        Programs.call(
                List.of(
                        config.program().toString(),
                        "cancel",
                        "--folder",
                        folder.wrapper().toString()),
                folder.said(),
                CANCEL_SECONDS);
    }

    /** Nothing, when another drill is at work by now: that has done it. */
    @Override
    public void clean(RunFolder folder) throws IOException {
        List<String> words = new ArrayList<>(List.of(config.program().toString(), "clean"));
        Programs.option(words, "--folder", folder.wrapper().toString());
        Programs.option(words, "--scratch", config.folder().toString());
        Programs.call(words, folder.said(), CLEAN_SECONDS);
    }

    private List<String> words(RunFolder folder, BackupTask task, Restorable backup) throws IOException {
        List<String> words = new ArrayList<>(List.of(config.program().toString(), "run"));
        Programs.option(words, "--folder", folder.wrapper().toString());
        Programs.option(words, "--scratch", config.folder().toString());
        Programs.option(words, "--wrapper", wrapper.toString());
        Programs.option(words, "--config", pgbackrest.map(Path::toString).orElse(""));
        Programs.option(words, "--stanza", task.getStanza());
        Programs.option(words, "--set", backup.label());
        Programs.option(words, "--repo", Integer.toString(backup.repo()));
        Programs.option(words, "--bytes", Long.toString(backup.bytes()));
        Programs.option(words, "--stopped", Long.toString(backup.stopped().getEpochSecond()));
        Programs.option(words, "--version", backup.version());
        Programs.option(words, "--recover", config.recover().word());
        Programs.option(words, "--bin", config.binDir().map(Path::toString).orElse(""));
        Programs.option(words, "--user", config.user());
        Programs.option(words, "--seconds", Long.toString(config.timeout().toSeconds()));
        config.settings().forEach(setting -> Programs.option(words, "--setting", setting));
        if (config.keepFailed()) {
            words.add("--keep-failed");
        }
        if (probe.isPresent()) {
            probe(words, folder, probe.get());
        }
        return words;
    }

    /** In files: a query is no argument that everybody on the host should see. */
    private static void probe(List<String> words, RunFolder folder, ProbeConfig probe) throws IOException {
        Path sql = probe.file().orElse(folder.path().resolve("probe.sql"));
        if (probe.sql().isPresent()) {
            Files.writeString(sql, probe.sql().get() + "\n");
        }
        Programs.option(words, "--probe", sql.toString());
        Programs.option(words, "--database", probe.database());
        if (probe.expect().isPresent()) {
            Path expect = Files.writeString(
                    folder.path().resolve("probe.expect"), probe.expect().get().strip() + "\n");
            Programs.option(words, "--expect", expect.toString());
        }
    }
}
