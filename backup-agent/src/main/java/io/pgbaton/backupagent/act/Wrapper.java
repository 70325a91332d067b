package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program that runs pgBackRest so that it outlives this agent. Its output goes to a file: a pipe would end with us, and
 * pgBackRest with the pipe.
 */
public class Wrapper {
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

    /** @throws IOException when it cannot be started at all */
    public Process run(RunFolder folder, Job job) throws IOException {
        return start(words(folder, job), folder.said());
    }

    /** Asks pgBackRest to end; that it has is seen in its folder. Blocks for 45 s at most. */
    public void cancel(RunFolder folder) throws IOException {
        List<String> words = List.of(
                program.toString(), "cancel", "--folder", folder.wrapper().toString());
        Process process = start(words, folder.said());
        try {
            if (!process.waitFor(CANCEL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the wrapper did not cancel within " + CANCEL_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "the wrapper could not cancel, it ended with " + process.exitValue() + ": see " + folder.said());
        }
    }

    List<String> words(RunFolder folder, Job job) {
        BackupTask task = job.task();
        List<String> words = new ArrayList<>(List.of(program.toString(), "run"));
        option(words, "--folder", folder.wrapper().toString());
        option(words, "--command", command(task.getKind()));
        option(words, "--stanza", task.getStanza());
        option(words, "--repo", task.getRepo() == 0 ? "" : Integer.toString(task.getRepo()));
        option(words, "--type", type(task));
        option(words, "--set", task.getSet());
        option(words, "--config", config.map(Path::toString).orElse(""));
        if (task.getKind() == BackupKind.BACKUP_KIND_BACKUP) {
            option(words, "--annotation", note("reason", job.reason()));
            option(words, "--annotation", note("actor", job.actor()));
            option(words, "--annotation", note("command", job.id()));
            option(words, "--annotation", note("handover", job.handover()));
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

    static void option(List<String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.add(name);
            words.add(value);
        }
    }

    private static Process start(List<String> words, Path said) throws IOException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                .start();
    }
}
