package io.pgbaton.coordinator;

import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.http.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A coordinator in a process of its own, which can be killed as the kernel would. */
final class CoordinatorProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    CoordinatorProcess(String name, Path folder, String bootstrap, String prefix, EtcdSettings etcd)
            throws IOException {
        port = FreePort.any();
        Path config = folder.resolve(name + ".yaml");
        Files.writeString(
                config,
                """
                name: %s
                http: 127.0.0.1:%d
                journal: {folder: %s}
                bus: {bootstrap: ["%s"], topicPrefix: %s}
                etcd: {endpoints: ["%s"]}
                """
                        .formatted(
                                name,
                                port,
                                folder.resolve(name + "-journal"),
                                bootstrap,
                                prefix,
                                String.join("\", \"", etcd.endpoints())));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CoordinatorMain.class.getName(),
                "--config",
                config.toString());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    /** Empty while nobody answers. */
    String ask(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
