package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A folder of PostgreSQL, made by PostgreSQL itself. */
class DataDirectoryTest {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private Path folder;

    @BeforeEach
    void whereAnyUserMayEnter() throws IOException {
        folder = Files.createTempDirectory("pgb");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void gone() throws Exception {
        run("rm", "-rf", folder.toString());
    }

    @Test
    void theSystemIdentifierIsTheOneThatPostgresPrints() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve("initdb")), "PostgreSQL 15 is not installed");
        Path data = folder.resolve("main");
        postgres("initdb", "--pgdata=" + data, "--auth=trust", "--username=postgres", "--no-sync");
        String printed = postgres("pg_controldata", data.toString())
                .lines()
                .filter(line -> line.startsWith("Database system identifier:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of(printed), new DataDirectory(data).systemIdentifier());
    }

    @Test
    void nothingIsMovedOverData() throws IOException {
        TestNode.cluster(folder.resolve("main"), TestNode.CLUSTER, "one");
        TestNode.cluster(folder.resolve("other"), TestNode.CLUSTER, "two");
        assertThrows(
                IOException.class, () -> new DataDirectory(folder.resolve("main")).becomes(folder.resolve("other")));
        assertEquals("two", TestNode.mark(folder.resolve("other")));
    }

    private static String postgres(String program, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(
                ROOT ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") : List.of());
        words.add(PROGRAMS.resolve(program).toString());
        words.addAll(List.of(arguments));
        return run(words.toArray(String[]::new));
    }

    private static String run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
