package io.pgbaton.nodeagent.act.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.runtime.http.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * HAProxy as Debian starts it (master and worker) on loopback, in front of three servers n1, n2 and n3 whose Patroni says
 * what a test wants. Server "bare" has no checks. Of the checks of the others, "slow" ones stay out of a test's way.
 */
public final class RealHaproxy implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/sbin/haproxy");

    /** Short on purpose: the path of a unix socket has at most 107 characters. */
    private final Path dir = Files.createTempDirectory("hx");

    private final int port = FreePort.any();
    private final Map<String, NamedServer> servers = new LinkedHashMap<>();
    private final Map<String, PatroniStub> patronis = new LinkedHashMap<>();
    private final List<Socket> clients = new ArrayList<>();
    private Process master;

    public static RealHaproxy withSlowChecks() throws IOException {
        return new RealHaproxy("inter 60s fall 3 rise 2");
    }

    public static RealHaproxy withFastChecks() throws IOException {
        return new RealHaproxy("inter 200ms fall 3 rise 2");
    }

    private RealHaproxy(String checks) throws IOException {
        assumeTrue(Files.isExecutable(BINARY), "left out: " + BINARY + " is not installed");
        for (String name : List.of("n1", "n2", "n3")) {
            servers.put(name, new NamedServer(name));
            patronis.put(name, new PatroniStub(200));
        }
        Files.writeString(dir.resolve("cfg"), config(checks));
        start();
    }

    public void start() throws IOException {
        master = new ProcessBuilder(
                        BINARY.toString(),
                        "-W",
                        "-S",
                        masterSocket() + ",mode,600",
                        "-f",
                        dir.resolve("cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        awaitAnotherWorkerThan(0);
    }

    private void awaitAnotherWorkerThan(long pid) {
        await().atMost(Duration.ofSeconds(8))
                .ignoreExceptions()
                .until(() -> api().showInfo().pid() != pid && masterReady());
    }

    /** Having started a worker, the master executes itself anew, to wait only; until then signals may be lost on it. */
    private boolean masterReady() throws IOException, ProxyException {
        Path environment = Path.of("/proc", Long.toString(master.pid()), "environ");
        boolean waits =
                Files.readString(environment, StandardCharsets.ISO_8859_1).contains("HAPROXY_MWORKER_WAIT_ONLY");
        if (waits) {
            master().oldWorkers();
        }
        return waits;
    }

    public RuntimeApi api() {
        return new RuntimeApi(socket(), 2_000);
    }

    public MasterApi master() {
        return new MasterApi(masterSocket(), 2_000);
    }

    public Path socket() {
        return dir.resolve("s");
    }

    Path userSocket() {
        return dir.resolve("u");
    }

    private Path masterSocket() {
        return dir.resolve("m");
    }

    void answer(String server, int status) {
        patronis.get(server).answer(status);
    }

    /** A client of the write port. */
    Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(5_000);
        clients.add(client);
        return client;
    }

    /** The server that greets this client; empty when HAProxy had none for it. */
    static String greeting(Socket client) throws IOException {
        return new String(client.getInputStream().readNBytes(2), StandardCharsets.US_ASCII);
    }

    public ServerState state(String backend, String server) throws ProxyException {
        return api().showServersState(backend).stream()
                .filter(state -> state.name().equals(server))
                .findAny()
                .orElseThrow();
    }

    /** As "systemctl reload" does; back when the new worker and the master answer. */
    public void reload() throws Exception {
        long before = api().showInfo().pid();
        Process kill = new ProcessBuilder("kill", "-USR2", Long.toString(master.pid())).start();
        kill.waitFor();
        awaitAnotherWorkerThan(before);
    }

    /** The master ends its workers, old ones too; whoever does not obey is killed. */
    public void stop() {
        List<ProcessHandle> workers = master.descendants().toList();
        master.destroy();
        master.onExit()
                .completeOnTimeout(master, 5, TimeUnit.SECONDS)
                .join()
                .destroyForcibly()
                .onExit()
                .join();
        workers.forEach(ProcessHandle::destroyForcibly);
    }

    /** HAProxy leaves its socket files behind. */
    public void stopAndRemoveSockets() throws IOException {
        stop();
        Files.deleteIfExists(socket());
    }

    private String config(String checks) {
        StringBuilder lines = new StringBuilder();
        servers.forEach((name, server) -> lines.append("  server %s 127.0.0.1:%d check port %d\n"
                .formatted(name, server.port(), patronis.get(name).port())));
        return """
                global
                  stats socket %s mode 600 level admin
                  stats socket %s mode 600 level user
                  stats timeout 10s
                defaults
                  mode tcp
                  timeout connect 500ms
                  timeout client 1m
                  timeout server 1m
                  retries 3
                  option redispatch 1
                frontend write
                  bind 127.0.0.1:%d
                  default_backend primary
                backend primary
                  option httpchk OPTIONS /primary
                  http-check expect status 200
                  default-server %s
                %s
                backend replicas
                  option httpchk OPTIONS /replica
                  default-server %s
                %s  server bare 127.0.0.1:1
                """
                .formatted(socket(), userSocket(), port, checks, lines, checks, lines);
    }

    @Override
    public void close() throws IOException {
        stop();
        for (Socket client : clients) {
            client.close();
        }
        for (NamedServer server : servers.values()) {
            server.close();
        }
        patronis.values().forEach(PatroniStub::close);
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
