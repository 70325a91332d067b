package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What starts pgbaton's own programs on an installed host, laid out in the lab as it is there, so that a daemon of the lab
 * has the flags, the class archive and the memory of a real one.
 */
public final class Launchers {
    private static final Duration ARCHIVE_BOUND = Duration.ofSeconds(90);

    private final Layout layout;

    public Launchers(Layout layout) {
        this.layout = layout;
    }

    /** What the deb puts into /usr/lib/pgbaton beside the jars. */
    public void copy() {
        copy("bin");
        copy("warm-up");
    }

    /** Blocks for some seconds. Inside a host of the lab, where nothing is left behind when the lab is taken down. */
    public void makeArchive(String host, What what, String user, String program) {
        Path cache = SystemUsers.folder(cache(program), user, "rwxr-xr-x");
        List<String> words = List.of(
                "env",
                "PGBATON_JAVA=" + java(),
                "PGBATON_CACHE=" + cache,
                starter(program).toString(),
                "--make-archive");
        List<String> command = new ArrayList<>(new Network(layout).inside(host));
        command.addAll(Program.of(host, what, user, words).asItsUser());
        Shell.run(ARCHIVE_BOUND, "", command).orFail();
    }

    /** The starter of a program, {@code pgbaton-node-agent} for one. */
    public Path starter(String program) {
        return root().resolve("bin").resolve(program);
    }

    /** @param program {@code pgbaton-node-agent} for one */
    public Program daemon(String host, What what, String user, String program, Path config) {
        Path temporary = SystemUsers.folder(layout.run(host).resolve("tmp-" + what), user, "rwx------");
        String ours = "-Djava.io.tmpdir=" + temporary + " -Djna.tmpdir=" + temporary;
        return Program.of(host, what, user, List.of(starter(program).toString(), "--config", config.toString()))
                .withEnvironment(Map.of(
                        "PGBATON_JAVA", java(), "PGBATON_CACHE", cache(program).toString(), "PGBATON_JAVA_OPTS", ours));
    }

    /** For a script that starts a program by its starter. */
    public String environment() {
        return "PGBATON_JAVA='%s' PGBATON_CACHE='%s'".formatted(java(), cache("pgbaton"));
    }

    private void copy(String folder) {
        Path from = layout.repository().resolve("deploy").resolve(folder);
        Path to = SystemUsers.folder(root().resolve(folder), "root", "rwxr-xr-x");
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new LabException("cannot copy " + from + ": " + e.getMessage(), e);
        }
    }

    private Path cache(String program) {
        return root().resolve("cache").resolve(program);
    }

    private Path root() {
        return layout.work().resolve("lib");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
