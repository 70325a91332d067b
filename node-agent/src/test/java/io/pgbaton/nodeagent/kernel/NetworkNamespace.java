package io.pgbaton.nodeagent.kernel;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * A network namespace that goes away on close. A socket belongs for ever to the namespace of the thread that opened it, so a
 * test opens its sockets {@link #inside} and then uses them from any thread: both hosts of a test live in one JVM.
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int O_RDONLY = 0;

    private final String name;

    static {
        Native.register(NetworkNamespace.class, "c");
    }

    private NetworkNamespace(String name) {
        this.name = name;
    }

    static native int open(String path, int flags);

    static native int setns(int descriptor, int type);

    static native int close(int descriptor);

    public static NetworkNamespace create() {
        String name = "pgb" + UUID.randomUUID().toString().substring(0, 8);
        run(List.of("ip", "netns", "add", name));
        return new NetworkNamespace(name);
    }

    public String name() {
        return name;
    }

    public <T> T inside(Callable<T> action) {
        int home = descriptor("/proc/thread-self/ns/net");
        int there = descriptor("/run/netns/" + name);
        try {
            enter(there);
            return action.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            enter(home);
            close(there);
            close(home);
        }
    }

    /** Runs {@code ip} here and returns what it prints. */
    public String ip(String arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments.split(" ", -1)));
        return run(command);
    }

    static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int descriptor(String path) {
        int descriptor = open(path, O_RDONLY);
        if (descriptor < 0) {
            throw new IllegalStateException("Cannot open " + path + ": errno " + Native.getLastError());
        }
        return descriptor;
    }

    private static void enter(int descriptor) {
        if (setns(descriptor, CLONE_NEWNET) != 0) {
            throw new IllegalStateException("Cannot enter a network namespace: errno " + Native.getLastError());
        }
    }

    @Override
    public void close() {
        run(List.of("ip", "netns", "delete", name));
    }
}
