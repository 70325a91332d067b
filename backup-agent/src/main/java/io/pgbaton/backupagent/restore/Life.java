package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether PostgreSQL of one member lives. Blocks for a second at most. */
record Life(MemberConfig member) {
    private static final int CONNECT_MILLIS = 1000;
    private static final Path PROCESSES = Path.of("/proc");

    /** What shows that it does, for the reader; empty when nothing does. */
    Optional<String> sign() throws IOException {
        List<Long> processes = processes(member.dataDirectory()).stream()
                .filter(Life::isPostgres)
                .toList();
        if (!processes.isEmpty()) {
            return Optional.of("process " + processes.get(0) + " is of " + member.dataDirectory());
        }
        Optional<Long> unseen = postmaster().filter(pid -> cwd(pid).isEmpty() && isPostgres(pid));
        if (unseen.isPresent()) {
            return Optional.of(
                    "postmaster.pid names process " + unseen.get() + ", which is a postgres of another user");
        }
        int port = PatroniFile.read(member.patroniFile()).port();
        return listens(port) ? Optional.of("something listens on port " + port) : Optional.empty();
    }

    /** On this host; also one that is too busy to take the connection, or frozen. */
    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (ConnectException nobodyThere) {
            return false;
        } catch (IOException silent) {
            return true;
        }
    }

    /** Whether anything works on this data; what is about to become a postgres too. */
    static boolean of(Path data) throws IOException {
        return !processes(data).isEmpty();
    }

    /** A postmaster and all its children have made the data directory their working directory; a child outlives a killed one. */
    private static List<Long> processes(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        Path real = data.toRealPath();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> cwd(pid).filter(real::equals).isPresent())
                    .toList();
        }
    }

    private Optional<Long> postmaster() {
        try (Stream<String> lines = Files.lines(member.dataDirectory().resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(pid -> pid.matches("[0-9]{1,9}"))
                    .map(Long::valueOf);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Empty for a process that is gone, or another user's. */
    private static Optional<Path> cwd(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(of(pid).resolve("cwd")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static boolean isPostgres(long pid) {
        try {
            return Files.readString(of(pid).resolve("comm")).startsWith("postgres");
        } catch (IOException gone) {
            return false;
        }
    }

    private static Path of(long pid) {
        return PROCESSES.resolve(Long.toString(pid));
    }
}
