package io.pgbaton.runtime.journal;

import io.pgbaton.runtime.config.ByteSize;
import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.nio.file.Path;

/** The block {@code journal:} of every daemon that publishes. It may be left out. */
public final class JournalConfig {
    private static final ByteSize LEAST = new ByteSize(16L << 20);
    private static final ByteSize MOST = new ByteSize(1L << 40);

    private JournalConfig() {}

    /** @param daemon {@code node-agent} and so on: each has a folder of its own unless one is named */
    public static JournalSettings read(ConfigNode daemonFile, String daemon) {
        return daemonFile
                .block("journal", node -> block(node, daemon))
                .orElse(JournalSettings.in(defaultFolder(daemon)));
    }

    private static JournalSettings block(ConfigNode node, String daemon) {
        ByteSize most = node.bytes("maxBytes")
                .must(Check.between(LEAST, MOST))
                .orElse(new ByteSize(JournalSettings.DEFAULT_MAX_BYTES));
        return new JournalSettings(
                node.path("folder").orElse(defaultFolder(daemon)), most.bytes(), JournalSettings.DEFAULT_CAPACITY);
    }

    private static Path defaultFolder(String daemon) {
        return Path.of("/var/lib/pgbaton", daemon, "journal");
    }
}
