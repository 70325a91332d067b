package io.pgbaton.lab.backup;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** pgbaton-pgbackrest as an ordinary user calls it: root's tests become nobody, for it refuses root. */
final class Wrapper {
    static final Duration BOUND = Duration.ofSeconds(60);
    private static final String OTHER = "nobody";

    private final Path work;

    /** @param work a folder of this test, which is given to the user */
    Wrapper(Path work) throws IOException {
        this.work = SystemUsers.folder(work, user(), "rwx------");
        folder("bin");
        Path script = Layout.of("wrapper").repository().resolve("backup-agent/src/main/sh/pgbaton-pgbackrest");
        program("pgbaton-pgbackrest", Files.readString(script));
    }

    static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    static String user() {
        return root() ? OTHER : System.getProperty("user.name");
    }

    /** What stands before a command that the user runs; programs of the test are found before all others. */
    List<String> asUser(String... command) {
        List<String> line = new ArrayList<>();
        if (root()) {
            line.addAll(List.of("setpriv", "--reuid=" + OTHER, "--regid=" + SystemUsers.groupOf(OTHER)));
            line.addAll(List.of("--clear-groups"));
        }
        line.addAll(List.of("env", "-C", work.toString(), "PATH=" + work + "/bin:/usr/bin:/bin"));
        line.addAll(List.of(command));
        return line;
    }

    void program(String name, String text) {
        SystemUsers.file(work.resolve("bin").resolve(name), text, user(), "rwxr-xr-x");
    }

    /** A pgbackrest that keeps its arguments in a file, one a line, and then does what the shell is told here. */
    void fake(String behaviour) {
        String keep = "for argument; do printf '%s\\n' \"$argument\"; done >arguments";
        program("pgbackrest", "#!/bin/sh\n" + keep + "\n" + behaviour + "\n");
    }

    Path folder(String name) {
        return SystemUsers.folder(work.resolve(name), user(), "rwx------");
    }

    /** Runs to the end; the folder is made if it is not there. */
    Shell.Result run(Path folder, String... options) {
        return Shell.run(BOUND, "", line("run", folder(folder.toString()), options));
    }

    Shell.Result cancel(Path folder) {
        return Shell.run(BOUND, "", line("cancel", folder));
    }

    /** Its output goes nowhere, as nobody would read it. */
    Process start(Path folder, String... options) throws IOException {
        return new ProcessBuilder(line("run", folder(folder.toString()), options))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> line(String command, Path folder, String... options) {
        List<String> line = asUser("pgbaton-pgbackrest", command, "--folder", folder.toString());
        line.addAll(List.of(options));
        return line;
    }

    static ProcessId process(Path folder) {
        return Await.value(
                "a pid in " + folder,
                BOUND,
                () -> Files.exists(folder.resolve("pid"))
                        ? Optional.of(ProcessId.parse(read(folder, "pid")))
                        : Optional.empty());
    }

    static void awaitEnd(Path folder) {
        Await.until("the run in " + folder + " to be over", BOUND, () -> Files.exists(folder.resolve("ended")));
    }

    static String read(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happened, without the times. */
    static List<String> lines(Path folder) {
        return read(folder, "lines")
                .lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }
}
