package io.pgbaton.runtime.etcd;

import io.pgbaton.runtime.http.FreePort;
import io.vertx.core.Future;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real etcd cluster for the tests of a class: {@code @RegisterExtension static final EtcdExtension etcd =
 * EtcdExtension.members(3)}. Members listen on free loopback ports and keep their data in a temporary folder; all is
 * gone after the class, also members that a test killed or froze.
 */
public final class EtcdExtension implements BeforeAllCallback, AfterAllCallback {
    private final int size;
    private final List<EtcdProcess> members = new ArrayList<>();
    private Path home;

    private EtcdExtension(int size) {
        this.size = size;
    }

    public static EtcdExtension members(int size) {
        return new EtcdExtension(size);
    }

    public EtcdSettings settings() {
        return EtcdSettings.of(endpoints());
    }

    public List<String> endpoints() {
        return members.stream().map(EtcdProcess::endpoint).toList();
    }

    /** SIGKILL. */
    public void kill(int member) {
        members.get(member).kill();
    }

    /** SIGSTOP: its connections stay, it says nothing. */
    public void freeze(int member) {
        members.get(member).freeze();
    }

    public void thaw(int member) {
        members.get(member).thaw();
    }

    public void killAll() {
        members.forEach(EtcdProcess::kill);
    }

    /** Starts what is not running, with the data it had, without waiting for it. */
    public void startAll() {
        members.stream().filter(member -> !member.isRunning()).forEach(member -> member.start(members));
    }

    /** Begins again from nothing, as after a loss of all data, and waits until it answers. */
    public void startEmpty() {
        killAll();
        delete(home);
        createHome();
        startAll();
        awaitAnswer();
    }

    /** Waits until every running member answers a linearizable read. */
    public void awaitAnswer() {
        for (EtcdProcess member : members) {
            try (EtcdClient client = EtcdClient.to(List.of(member.endpoint()))) {
                Awaitility.await("etcd answers at " + member.endpoint())
                        .atMost(Duration.ofSeconds(15))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> answers(client.etcd().read(List.of(Range.key("x")))));
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(isInstalled(), "no program etcd on the PATH (Debian: apt-get install etcd-server)");
        createHome();
        for (int i = 1; i <= size; i++) {
            members.add(new EtcdProcess("m" + i, FreePort.any(), FreePort.any(), home));
        }
        startAll();
        awaitAnswer();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        killAll();
        if (home != null) {
            delete(home);
        }
    }

    private void createHome() {
        try {
            home = home == null ? Files.createTempDirectory("pgbaton-etcd-") : Files.createDirectories(home);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean answers(Future<Snapshot> read) {
        return EtcdClient.answer(read.map(true).otherwise(false));
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "etcd")));
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, IOException failure) throws IOException {
                    Files.delete(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
