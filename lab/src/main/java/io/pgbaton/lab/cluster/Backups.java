package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** pgbackrest on the repository host, given commands by the script that the backup agent uses, and beside it. */
public final class Backups {
    private static final String SCRIPT = "pgbaton-pgbackrest";
    private static final String FOR_PATRONI = "pgbaton-restored";
    private static final String DRILL = "pgbaton-drill";
    private static final Duration BOUND = Duration.ofMinutes(15);

    private final Layout layout;

    public Backups(Layout layout) {
        this.layout = layout;
    }

    /** Lays the scripts out as they are on an installed host. */
    public void copyScripts() {
        Path sources = layout.repository().resolve("backup-agent/src/main/sh");
        try (Stream<Path> scripts = Files.list(sources)) {
            scripts.forEach(script -> SystemUsers.file(
                    script(layout).resolveSibling(script.getFileName()),
                    SystemUsers.read(script),
                    "root",
                    "rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a command of pgbackrest to its end.
     *
     * @throws LabException with what pgbackrest said when it failed
     */
    public Run run(String command, String... options) {
        Path folder = SystemUsers.folder(
                layout.run(Layout.REPOSITORY).resolve("run-" + UUID.randomUUID()), PgbackrestHost.USER, "rwx------");
        List<String> words =
                new ArrayList<>(List.of("env", "-i", "-C", layout.work().toString()));
        words.add("PATH=/usr/bin:/bin");
        words.addAll(List.of(script(layout).toString(), "run", "--folder", folder.toString(), "--command", command));
        words.addAll(List.of("--stanza", PgbackrestHost.stanza()));
        words.addAll(List.of(
                "--config", PgbackrestHost.config(layout, Layout.REPOSITORY).toString()));
        words.addAll(List.of(options));
        Shell.Result result = onRepositoryHost(words);
        Run run = new Run(folder);
        if (!result.ok()) {
            String said = result.err().isBlank() ? run.read("output") : result.err();
            throw new LabException(
                    "pgbackrest " + command + " failed: exit=" + result.exit() + " said=" + said.strip());
        }
        return run;
    }

    /**
     * Runs a command of pgbackrest by nothing but itself, with the same configuration.
     *
     * @throws LabException with what pgbackrest said when it failed
     */
    public void runBare(String command, String... options) {
        List<String> words = new ArrayList<>(List.of("env", "-C", layout.work().toString(), "pgbackrest"));
        words.add("--config=" + PgbackrestHost.config(layout, Layout.REPOSITORY));
        words.add("--stanza=" + PgbackrestHost.stanza());
        words.addAll(List.of(options));
        words.add(command);
        onRepositoryHost(words).orFail();
    }

    private Shell.Result onRepositoryHost(List<String> words) {
        List<String> line = new ArrayList<>(new Network(layout).inside(Layout.REPOSITORY));
        line.addAll(Program.of(Layout.REPOSITORY, What.PGBACKREST, PgbackrestHost.USER, words)
                .asItsUser());
        return Shell.run(BOUND, "", line);
    }

    /** All backups that the repository has, the oldest first, as "pgbackrest info" describes them. */
    public List<JsonObject> list() {
        JsonObject stanza = new JsonArray(run("info").read("json")).getJsonObject(0);
        return stanza.getJsonArray("backup").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    static Path script(Layout layout) {
        return layout.work().resolve("lib/bin").resolve(SCRIPT);
    }

    /** What Patroni is to call on a node that is restored. */
    static Path forPatroni(Layout layout) {
        return script(layout).resolveSibling(FOR_PATRONI);
    }

    static Path drill(Layout layout) {
        return script(layout).resolveSibling(DRILL);
    }

    /** What a run left in its folder. */
    public record Run(Path folder) {
        public String read(String file) {
            return SystemUsers.read(folder.resolve(file));
        }
    }
}
