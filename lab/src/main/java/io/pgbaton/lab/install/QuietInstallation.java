package io.pgbaton.lab.install;

import io.pgbaton.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * While packages are installed, nothing starts (policy-rc.d), no PostgreSQL cluster is created (createcluster.d), and what
 * the packages enable for the next boot is disabled again. Everything is put back at the end; what a crash left is put
 * back by the next {@link #begin}.
 */
final class QuietInstallation implements AutoCloseable {
    private static final String OURS = "# written by pgbaton for the time of one installation\n";

    private final Path policy;
    private final Path savedPolicy;
    private final Path createCluster;
    private final Path units;
    private Set<Path> enabledBefore = Set.of();

    /** Takes the root of the file system, which is another one in tests. */
    QuietInstallation(Path root) {
        this.policy = root.resolve("usr/sbin/policy-rc.d");
        this.savedPolicy = root.resolve("usr/sbin/policy-rc.d.before-pgbaton");
        this.createCluster = root.resolve("etc/postgresql-common/createcluster.d/pgbaton.conf");
        this.units = root.resolve("etc/systemd/system");
    }

    void begin() {
        try {
            putBack();
            enabledBefore = enabled();
            if (Files.exists(policy)) {
                Files.move(policy, savedPolicy, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.createDirectories(policy.getParent());
            Files.writeString(policy, "#!/bin/sh\n" + OURS + "exit 101\n");
            Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectories(createCluster.getParent());
            Files.writeString(createCluster, OURS + "create_main_cluster = false\n");
        } catch (IOException e) {
            throw new LabException("cannot keep the packages from starting services: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            putBack();
            Set<Path> added = new HashSet<>(enabled());
            added.removeAll(enabledBefore);
            for (Path link : added) {
                Files.delete(link);
            }
        } catch (IOException e) {
            throw new LabException("cannot put " + policy + " and " + createCluster + " back: " + e.getMessage(), e);
        }
    }

    private void putBack() throws IOException {
        if (Files.exists(policy) && Files.readString(policy).contains(OURS)) {
            Files.delete(policy);
        }
        if (Files.exists(savedPolicy)) {
            Files.move(savedPolicy, policy, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(createCluster);
    }

    /** The links by which systemd knows what to start at boot. */
    private Set<Path> enabled() throws IOException {
        if (!Files.isDirectory(units)) {
            return Set.of();
        }
        try (Stream<Path> all = Files.walk(units, 2)) {
            return all.filter(Files::isSymbolicLink).collect(Collectors.toSet());
        }
    }
}
