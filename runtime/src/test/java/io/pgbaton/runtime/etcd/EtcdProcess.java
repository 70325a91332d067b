package io.pgbaton.runtime.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One etcd server of Debian's package, on loopback, and what can be done to it. */
final class EtcdProcess {
    private final String name;
    private final int clientPort;
    private final int peerPort;
    private final Path home;
    private Process process;

    EtcdProcess(String name, int clientPort, int peerPort, Path home) {
        this.name = name;
        this.clientPort = clientPort;
        this.peerPort = peerPort;
        this.home = home;
    }

    String endpoint() {
        return "http://127.0.0.1:" + clientPort;
    }

    String peer() {
        return name + "=" + peerUrl();
    }

    /** Timings are a fifth of etcd's default, so that elections and the shortest lease (1 s) do not hold tests up. */
    void start(List<EtcdProcess> cluster) {
        String peers = String.join(",", cluster.stream().map(EtcdProcess::peer).toList());
        List<String> command = List.of(
                "etcd",
                "--name=" + name,
                "--data-dir=" + home.resolve(name),
                "--listen-client-urls=" + endpoint(),
                "--advertise-client-urls=" + endpoint(),
                "--listen-peer-urls=" + peerUrl(),
                "--initial-advertise-peer-urls=" + peerUrl(),
                "--initial-cluster=" + peers,
                "--heartbeat-interval=50",
                "--election-timeout=300",
                "--log-level=error");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolve(name + ".log").toFile()));
        try {
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    void kill() {
        if (isRunning()) {
            process.destroyForcibly();
            await(process, "etcd to end after SIGKILL");
        }
    }

    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            await(
                    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start(),
                    "kill " + signal + " to end");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String peerUrl() {
        return "http://127.0.0.1:" + peerPort;
    }

    private static void await(Process process, String what) {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited 10 s in vain for " + what);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, interrupted);
        }
    }
}
