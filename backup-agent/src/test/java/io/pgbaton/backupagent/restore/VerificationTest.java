package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.v1.VerifyRestored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restored backup, pgbaton-verify, pgbackrest and PostgreSQL themselves. */
class VerificationTest {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final Path SCRIPTS = Path.of("src/main/sh").toAbsolutePath();
    private static final Path CLUSTER =
            Path.of("src/test/resources/restored-cluster").toAbsolutePath();
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final List<String> AS_POSTGRES =
            ROOT ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") : List.of();

    /** Short, for its socket, and where any user may enter. */
    private Path folder;

    private Path home;
    private Prepared prepared;
    private final List<String> waits = new ArrayList<>();

    @BeforeEach
    void aRestoredCluster() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve("initdb")), "PostgreSQL 15 is not installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/pgbackrest")), "pgbackrest is not installed");
        folder = Files.createTempDirectory("pgb");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        // As they are on an installed host, where postgres may read them.
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String name : List.of("pgbaton-pgbackrest", "pgbaton-verify", "pgbaton-private-postgres")) {
            program(bin.resolve(name), Files.readString(SCRIPTS.resolve(name)));
        }
        program(bin.resolve("restored-cluster"), Files.readString(CLUSTER));
        program(
                bin.resolve("verify"),
                "#!/bin/sh\n" + (ROOT ? "chown -R postgres " + folder + "/main.restored\n" : "") + "exec "
                        + String.join(" ", AS_POSTGRES) + " " + bin + "/pgbaton-verify \"$@\"\n");
        run(bin + "/restored-cluster", "make", folder.toString(), bin.toString());
        prepared = new Prepared(folder.resolve("main"));
        home = prepared.folder().resolve("verify");
        Files.writeString(prepared.folder().resolve("restore"), "r-1\n");
        prepared.ready("service/demo", "n4");
        Files.writeString(folder.resolve("patroni.yml"), "postgresql: {bin_dir: " + PROGRAMS + "}\n");
    }

    @AfterEach
    void gone() throws Exception {
        if (folder != null) {
            verification().end();
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    @Test
    void itIsRecoveredToItsTargetAskedAndStoppedAndCanBePromotedAtTheSameRow() throws Exception {
        Checked checked = verify("select count(*) from rows", "100");
        assertEquals("", checked.fault(), checked.detail());
        assertEquals("100", checked.probeAnswer());
        assertEquals(1, checked.look().timeline());
        assertFalse(waits.isEmpty());
        nothingIsLeft();
        assertTrue(prepared.isReadyFor("r-1"), "Patroni is to take it");
        assertEquals("other-rows", verify("select count(*) from rows", "150").fault());
        assertEquals("probe-failed", verify("select count(*) from nowhere", "").fault());
        VerifyRestored another = wanted("").setSystemIdentifier("42").build();
        assertEquals(
                "other-system-identifier",
                verification().run(another, waits::add).fault());
        nothingIsLeft();
        assertEquals("100", run(folder + "/bin/restored-cluster", "promote", folder.toString()));
    }

    @Test
    void aTargetThatIsNotThereIsToldInPostgresOwnWords() throws Exception {
        Path settings = prepared.data().resolve("postgresql.auto.conf");
        Files.writeString(settings, Files.readString(settings).replace("'here'", "'nowhere'"));
        Unfit unfit = assertThrows(Unfit.class, () -> verify("", ""));
        assertEquals("target-not-reached", unfit.name());
        assertTrue(
                unfit.getMessage().contains("recovery ended before configured recovery target was reached"),
                unfit.getMessage());
        nothingIsLeft();
    }

    @Test
    void whatAnEarlierLifeLeftIsEnded() throws Exception {
        Files.createDirectory(home);
        new ProcessBuilder(
                        folder + "/bin/verify",
                        "start",
                        "--data",
                        prepared.data().toString(),
                        "--final",
                        folder + "/main",
                        "--home",
                        home.toString(),
                        "--bin",
                        PROGRAMS.toString(),
                        "--seconds",
                        "300")
                .start()
                .waitFor();
        assertTrue(Life.of(prepared.data()));
        verification().end();
        nothingIsLeft();
    }

    private void nothingIsLeft() throws IOException {
        assertFalse(Life.of(prepared.data()), "something runs");
        assertFalse(Files.exists(home), "its folder is left");
        assertFalse(Files.exists(prepared.data().resolve("postmaster.pid")));
    }

    private Checked verify(String probe, String expected) throws IOException {
        return verification().run(wanted(probe).setExpected(expected).build(), waits::add);
    }

    private VerifyRestored.Builder wanted(String probe) {
        return VerifyRestored.newBuilder()
                .setRestore("r-1")
                .setMember("n4")
                .setSystemIdentifier(
                        new DataDirectory(prepared.data()).systemIdentifier().orElseThrow())
                .setProbe(probe);
    }

    private Verification verification() throws IOException {
        List<String> psql = new ArrayList<>(AS_POSTGRES);
        psql.addAll(List.of(PROGRAMS.resolve("psql").toString(), "--dbname=postgres"));
        if (!ROOT) {
            psql.add("--username=postgres");
        }
        MemberConfig shown = new TestNode(Files.createDirectories(folder.resolve("node"))).member();
        MemberConfig member = new MemberConfig(
                shown.scope(),
                "n4",
                folder.resolve("main"),
                shown.patroni(),
                folder.resolve("patroni.yml"),
                List.of("true"),
                List.of("true"),
                psql,
                Duration.ofSeconds(1));
        return new Verification(member, folder.resolve("bin/verify"), folder.resolve("said"), Duration.ofMinutes(5));
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What it printed on its standard output. */
    private static String run(String... words) throws Exception {
        List<String> all = new ArrayList<>(AS_POSTGRES);
        all.addAll(List.of(words));
        Path said = Files.createTempFile("pgb", ".txt");
        Process process = new ProcessBuilder(all).redirectError(said.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), out + Files.readString(said));
        Files.delete(said);
        return out;
    }
}
