package io.pgbaton.backupagent.config;

import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How backups are restored to see whether they are any. An agent without it restores none.
 *
 * @param program does a drill so that it outlives this agent
 * @param folder scratch: belongs to drills alone, with room for the largest cluster and a tenth more
 * @param binDir of PostgreSQL; empty for Debian's of the version of the backup
 * @param user a superuser of the restored clusters
 * @param timeout of a whole drill
 * @param keepFailed what was restored stays for whoever looks, until the next drill
 * @param settings of PostgreSQL, each as in {@code shared_preload_libraries=timescaledb}
 */
public record DrillConfig(
        Path program,
        Path folder,
        Recover recover,
        Optional<Path> binDir,
        String user,
        Duration timeout,
        boolean keepFailed,
        List<String> settings) {
    private static final Path DEFAULT_PROGRAM = Path.of("/usr/lib/pgbaton/bin/pgbaton-drill");
    /** The path of a socket in it has to stay below the system's 107. */
    private static final int LONGEST_FOLDER = 80;

    /** How far. */
    public enum Recover {
        /** To the end of the backup, where it is consistent. */
        BACKUP,
        /** Through all WAL that the archive has. */
        ARCHIVE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DrillConfig read(ConfigNode node) {
        Path program = node.path("program").orElse(DEFAULT_PROGRAM);
        Path folder = node.path("folder")
                .must(new Check<>(
                        path -> path.isAbsolute() && path.toString().length() <= LONGEST_FOLDER,
                        "a folder by its whole path, of " + LONGEST_FOLDER + " characters at most"))
                .required();
        Recover recover = node.oneOf("recover", Recover.class).orElse(Recover.BACKUP);
        Optional<Path> binDir = node.path("binDir").optional();
        String user = node.text("user").orElse("postgres");
        Duration timeout = node.duration("timeout")
                .must(Check.between(Duration.ofMinutes(1), Duration.ofDays(14)))
                .orElse(Duration.ofDays(1));
        boolean keepFailed = node.bool("keepFailed").orElse(false);
        List<String> settings = node.texts("settings")
                .as(
                        "a list of settings of PostgreSQL, each as in work_mem=64MB",
                        List.<String>of(),
                        DrillConfig::settings)
                .orElse(List.of());
        return new DrillConfig(program, folder, recover, binDir, user, timeout, keepFailed, settings);
    }

    private static List<String> settings(List<String> texts) {
        if (!texts.stream().allMatch(text -> text.matches("[a-zA-Z_][a-zA-Z0-9_.]*=[^\\p{Cntrl}]*"))) {
            throw new IllegalArgumentException("no setting");
        }
        return List.copyOf(texts);
    }
}
