package io.pgbaton.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The name that this machine gives itself. {@link java.net.InetAddress#getLocalHost} asks the resolver too, and with a name
 * server that does not answer that is 10 s and more (resolv.conf(5): 5 s, twice, for each server) before a command begins:
 * the night in which DNS is down is the one in which somebody types {@code pgbaton pause}.
 */
final class HostName {
    /** Linux: what gethostname(2) answers. */
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    static String of(Map<String, String> environment) {
        return of(environment, KERNEL);
    }

    /** COMPUTERNAME is what Windows calls it, HOSTNAME what a shell may export elsewhere. */
    static String of(Map<String, String> environment, Path kernel) {
        return Stream.of(read(kernel), environment.get("COMPUTERNAME"), environment.get("HOSTNAME"))
                .flatMap(name -> Optional.ofNullable(name).stream())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(Path kernel) {
        try {
            return Files.readString(kernel);
        } catch (IOException notLinux) {
            return "";
        }
    }
}
