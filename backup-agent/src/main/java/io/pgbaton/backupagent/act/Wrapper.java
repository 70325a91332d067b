package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The program that runs pgBackRest so that it outlives this agent. */
public class Wrapper implements Launcher {
    /**
     * A little more than the wrapper itself may need: 5 s until there is something to cancel, 15 s of patience, 10 s until it is
     * gone, 10 s until its end is written down.
     */
    private static final long CANCEL_SECONDS = 45;
    /** pgBackRest's limits for an annotation are wider; what is longer belongs on the bus. */
    private static final int LONGEST_NOTE = 200;

    private final Path program;
    private final Optional<Path> config;

    /** @param config of pgBackRest */
    public Wrapper(Path program, Optional<Path> config) {
        this.program = program;
        this.config = config;
    }

    @Override
    public Process run(RunFolder folder, Job job) throws IOException {
        return Programs.start(words(folder, job), folder.said());
    }

    /** Blocks for 45 s at most. */
    @Override
    public void cancel(RunFolder folder) throws IOException {
        List<String> words = List.of(
                program.toString(), "cancel", "--folder", folder.wrapper().toString());
        Programs.call(words, folder.said(), CANCEL_SECONDS);
    }

    @Override
    public void clean(RunFolder folder) {
        // pgBackRest removes what is half done itself, or goes on with it the next time.
    }

    List<String> words(RunFolder folder, Job job) {
        BackupTask task = job.task();
        List<String> words = new ArrayList<>(List.of(program.toString(), "run"));
        Programs.option(words, "--folder", folder.wrapper().toString());
        Programs.option(words, "--command", command(task.getKind()));
        Programs.option(words, "--stanza", task.getStanza());
        Programs.option(words, "--repo", task.getRepo() == 0 ? "" : Integer.toString(task.getRepo()));
        Programs.option(words, "--type", type(task));
        Programs.option(words, "--set", task.getSet());
        Programs.option(words, "--config", config.map(Path::toString).orElse(""));
        if (task.getKind() == BackupKind.BACKUP_KIND_BACKUP) {
            Programs.option(words, "--annotation", note("reason", job.reason()));
            Programs.option(words, "--annotation", note("actor", job.actor()));
            Programs.option(words, "--annotation", note("command", job.id()));
            Programs.option(words, "--annotation", note("handover", job.handover()));
        }
        return words;
    }

    /** As pgBackRest spells it. */
    public static String command(BackupKind kind) {
        return kind.name()
                .substring("BACKUP_KIND_".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    private static String type(BackupTask task) {
        return task.getType() == BackupType.BACKUP_TYPE_UNSPECIFIED
                ? ""
                : task.getType().name().substring("BACKUP_TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    /** On one line; nothing for nothing. */
    private static String note(String key, String value) {
        String plain = value.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.isEmpty() ? "" : key + "=" + plain.substring(0, Math.min(plain.length(), LONGEST_NOTE));
    }
}
