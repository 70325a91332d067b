package io.pgbaton.lab;

import io.pgbaton.lab.machine.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which state of the sources is run. */
public final class Checkout {
    private Checkout() {}

    /** Its hash, and "dirty" when something is not committed. */
    public static String commit(Path repository) {
        Shell.Result head = git(repository, "rev-parse", "HEAD");
        if (!head.ok()) {
            return "unknown: no git checkout";
        }
        boolean dirty = !git(repository, "status", "--porcelain").out().isBlank();
        return head.out().strip() + (dirty ? ", dirty" : "");
    }

    /** Root runs it in a checkout of somebody else's, which git refuses unless told so. */
    private static Shell.Result git(Path repository, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "safe.directory=" + repository, "-C", repository.toString()));
        command.addAll(List.of(arguments));
        return Shell.run(command);
    }
}
