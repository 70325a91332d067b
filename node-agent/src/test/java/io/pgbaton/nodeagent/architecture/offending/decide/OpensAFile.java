package io.pgbaton.nodeagent.architecture.offending.decide;

import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks the rule on purpose. */
public final class OpensAFile {
    private OpensAFile() {}

    static boolean known(Path journal) {
        return Files.exists(journal);
    }
}
