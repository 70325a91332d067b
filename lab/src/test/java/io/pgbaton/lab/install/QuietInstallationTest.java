package io.pgbaton.lab.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietInstallationTest {
    @TempDir
    Path root;

    private Path policy;
    private Path wants;

    @BeforeEach
    void aMachine() throws IOException {
        policy = root.resolve("usr/sbin/policy-rc.d");
        wants = Files.createDirectories(root.resolve("etc/systemd/system/multi-user.target.wants"));
        Files.createSymbolicLink(wants.resolve("ssh.service"), Path.of("/lib/systemd/system/ssh.service"));
    }

    @Test
    void nothingMayStartAndNoClusterIsCreatedMeanwhile() throws IOException {
        try (QuietInstallation quiet = new QuietInstallation(root)) {
            quiet.begin();
            assertTrue(Files.readString(policy).endsWith("exit 101\n"));
            assertTrue(Files.isExecutable(policy));
            assertTrue(Files.readString(root.resolve("etc/postgresql-common/createcluster.d/pgbaton.conf"))
                    .contains("create_main_cluster = false"));
        }
    }

    @Test
    void aPolicyOfTheOwnerIsPutBackAsItWas() throws IOException {
        Files.createDirectories(policy.getParent());
        Files.writeString(policy, "#!/bin/sh\nexit 0\n");
        try (QuietInstallation quiet = new QuietInstallation(root)) {
            quiet.begin();
        }
        assertEquals("#!/bin/sh\nexit 0\n", Files.readString(policy));
        assertFalse(Files.exists(root.resolve("etc/postgresql-common/createcluster.d/pgbaton.conf")));
    }

    @Test
    void whatThePackagesEnabledIsDisabledAgainAndNothingElse() throws IOException {
        try (QuietInstallation quiet = new QuietInstallation(root)) {
            quiet.begin();
            Files.createSymbolicLink(wants.resolve("haproxy.service"), Path.of("/lib/systemd/system/haproxy.service"));
        }
        assertFalse(Files.isSymbolicLink(wants.resolve("haproxy.service")));
        assertTrue(Files.isSymbolicLink(wants.resolve("ssh.service")));
    }

    @Test
    void afterACrashTheNextInstallationPutsThePolicyOfTheOwnerBack() throws IOException {
        Files.createDirectories(policy.getParent());
        Files.writeString(policy, "#!/bin/sh\nexit 0\n");
        new QuietInstallation(root).begin();
        try (QuietInstallation next = new QuietInstallation(root)) {
            next.begin();
        }
        assertEquals("#!/bin/sh\nexit 0\n", Files.readString(policy));
    }
}
