package io.pgbaton.nodeagent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Which machine, which boot, which run of the agent: by these an address key tells whose it is (R1a).
 *
 * @param machineId of {@code machine-id(5)}; survives reboots
 * @param bootId of this boot; the kernel's addresses do not survive it
 * @param instance of this run
 */
record HostIdentity(String machineId, String bootId, String instance) {

    /** A file that cannot be read gives "unknown": the node's name in the key still tells hosts apart. */
    static HostIdentity read() {
        return new HostIdentity(
                line(Path.of("/etc/machine-id")),
                line(Path.of("/proc/sys/kernel/random/boot_id")),
                UUID.randomUUID().toString());
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
