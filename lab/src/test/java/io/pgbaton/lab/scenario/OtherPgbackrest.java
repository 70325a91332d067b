package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * On one host a backup agent that finds a pgBackRest of another version, until this is closed. It is the installed one, which
 * was made to call itself otherwise: versions are compared by what they call themselves.
 */
final class OtherPgbackrest implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/bin/pgbackrest");
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Lab lab;
    private final Host host;
    private final String version;

    private OtherPgbackrest(Lab lab, Host host, String version) {
        this.lab = lab;
        this.host = host;
        this.version = version;
    }

    static OtherPgbackrest at(Lab lab, Host host) {
        String installed = Shell.run("pgbackrest", "version").orFail().strip().replace("pgBackRest ", "");
        String last = installed.substring(installed.length() - 1);
        String version = installed.substring(0, installed.length() - 1) + (last.equals("9") ? "8" : "9");
        Path folder = SystemUsers.folder(
                lab.layout().data(host.name()).resolve("other-pgbackrest"), BackupAgentHost.USER, "rwxr-xr-x");
        copy(folder.resolve("pgbackrest"), installed, version);
        OtherPgbackrest other = new OtherPgbackrest(lab, host, version);
        Program usual = BackupAgentHost.program(lab.layout(), host.name());
        host.kill(What.BACKUP_AGENT, "TERM");
        host.startInstead(usual.with("PATH", folder + ":" + System.getenv("PATH")));
        other.awaitAgent();
        return other;
    }

    /** That it calls itself. */
    String version() {
        return version;
    }

    /** The usual one is found again. */
    @Override
    public void close() {
        host.kill(What.BACKUP_AGENT, "TERM");
        host.start(What.BACKUP_AGENT);
        awaitAgent();
    }

    /** Byte for byte: the texts of a program may hold anything. */
    private static void copy(Path to, String installed, String version) {
        try {
            String bytes = Files.readString(INSTALLED, StandardCharsets.ISO_8859_1);
            Files.writeString(to, bytes.replace(installed, version), StandardCharsets.ISO_8859_1);
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new LabException("cannot make another pgbackrest: " + e.getMessage(), e);
        }
    }

    private void awaitAgent() {
        String ready = BackupAgentHost.url(lab.layout(), host.name()) + "/readyz";
        Await.until("the backup agent of " + host.name() + " to be ready", BOUND, () -> Rest.ok(ready));
        Await.until("it to have registered", BOUND, () -> lab.etcd()
                .get("/pgbaton/" + Scope.RESTORED.path() + "/backup/agents/" + host.name())
                .isPresent());
    }
}
