package io.pgbaton.nodeagent.kernel;

import com.sun.jna.Native;
import java.nio.Buffer;
import java.util.Locale;

/**
 * The C functions that we call, by JNA's direct mapping. Nothing is loaded until {@link #load} so that the daemon starts on
 * every operating system; {@code long} stands for size_t, which holds on 64-bit Linux only, and {@code load} refuses the rest.
 * Buffers must be direct; the pointer passed is that of their position. The constants are those of x86-64 and aarch64.
 */
final class Libc {
    private static volatile boolean loaded;

    private Libc() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int socket, Buffer address, int addressLength);

    static native int setsockopt(int socket, int level, int option, Buffer value, int valueLength);

    static native long send(int socket, Buffer data, long length, int flags);

    static native long sendto(int socket, Buffer data, long length, int flags, Buffer address, int addressLength);

    static native long recv(int socket, Buffer data, long length, int flags);

    static native int close(int socket);

    @SuppressWarnings("MemberName") // the name of the C function
    static native int clock_gettime(int clock, long[] secondsAndNanos);

    /** @throws NotSupportedHere on anything but 64-bit Linux, or where JNA cannot unpack its library */
    static void load() {
        if (!loaded) {
            register();
        }
    }

    private static synchronized void register() {
        if (loaded) {
            return;
        }
        requireLinux(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            Native.register(Libc.class, "c");
        } catch (UnsatisfiedLinkError e) {
            throw new NotSupportedHere(
                    "The native library of JNA cannot be loaded: " + e.getMessage()
                            + ". Its folder may be mounted noexec: set -Djna.tmpdir to one that is not,"
                            + " or install libjnidispatch.so and set -Djna.boot.library.path",
                    e);
        }
        loaded = true;
    }

    static void requireLinux(String system, String architecture) {
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux") || !architecture.contains("64")) {
            throw new NotSupportedHere(
                    "Addresses are not supported on " + system + " " + architecture
                            + " yet: run this agent on 64-bit Linux, or leave 'addresses' out of its configuration",
                    null);
        }
    }
}
