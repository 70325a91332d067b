package io.pgbaton.lab.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.lab.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes no sense is refused in one sentence that names the option, and nothing is run. */
class WrapperRefusesTest {
    private static final int USAGE = 64;

    @TempDir
    Path temporary;

    private Wrapper wrapper;
    private Path folder;

    @BeforeEach
    void aPgbackrestThatMustNotRun() throws IOException {
        wrapper = new Wrapper(temporary);
        wrapper.program("pgbackrest", "#!/bin/sh\n>ran\n");
        folder = wrapper.folder("run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --command backup                                                                | --stanza
                    --stanza demo                                                                   | --command
                    --command stanza-delete --stanza demo                                           | --command
                    --command backup --stanza demo --force yes                                      | --force
                    --command backup --stanza demo --type                                           | --type
                    --command backup --stanza --type full                                           | --stanza
                    --command backup --stanza demo --type whole                                     | --type
                    --command backup --stanza demo --repo one                                       | --repo
                    --command backup --stanza demo --annotation reason                              | --annotation
                    --command backup --stanza demo --annotation reason=                             | --annotation
                    --command backup --stanza demo --annotation =timeline                           | --annotation
                    --command backup --stanza demo --set 20261120-172234F                           | --set
                    --command check --stanza demo --repo 1                                          | --repo
                    --command info --stanza demo --delta                                            | --delta
                    --command restore --stanza demo --target-type never                             | --target-type
                    --command restore --stanza demo --target-type xid                               | --target
                    --command restore --stanza demo --target 7                                      | --target
                    --command restore --stanza demo --target-action promote                         | --target-action
                    --command restore --stanza demo --target-type time --target 2026-11-20          | --set
                    --command restore --stanza demo --target-type immediate --target-timeline 2     | --target-timeline
                    """)
    void anOptionThatIsMissingUnknownOrOutOfPlace(String options, String named) {
        assertRefused(wrapper.run(folder, options.split(" ", -1)), named);
    }

    @Test
    void aValueWithALineBreakAndAnEmptyOne() {
        assertRefused(wrapper.run(folder, "--command", "backup", "--stanza", "a\nb"), "--stanza");
        assertRefused(wrapper.run(folder, "--command", "backup", "--stanza", ""), "--stanza");
    }

    @Test
    void aFolderThatIsNotThereOrHoldsAnotherRun() throws IOException {
        assertRefused(wrapperIn(temporary.resolve("none")), "--folder");
        Files.createFile(folder.resolve("ended"));
        assertRefused(wrapperIn(folder), "--folder");
    }

    @Test
    void aCommandOfItsOwnThatIsUnknown() {
        assertEquals(
                USAGE, Shell.run(wrapper.asUser("pgbaton-pgbackrest", "delete")).exit());
        assertEquals(USAGE, Shell.run(wrapper.asUser("pgbaton-pgbackrest")).exit());
        assertEquals(
                USAGE,
                Shell.run(wrapper.asUser("pgbaton-pgbackrest", "cancel", "--stanza", "demo"))
                        .exit());
    }

    @Test
    void root() {
        assumeTrue(Wrapper.root(), "only root is refused as root");
        Shell.Result result =
                Shell.run(temporary.resolve("bin/pgbaton-pgbackrest").toString(), "run");
        assertEquals(77, result.exit());
        assertTrue(result.err().contains("never as root"), result.err());
    }

    private Shell.Result wrapperIn(Path other) {
        return Shell.run(wrapper.asUser(
                "pgbaton-pgbackrest", "run", "--folder", other.toString(), "--command", "backup", "--stanza", "demo"));
    }

    private void assertRefused(Shell.Result result, String named) {
        assertEquals(USAGE, result.exit(), result.toString());
        assertEquals(List.of(result.err().strip()), result.err().lines().toList(), "one sentence");
        assertTrue(List.of(result.err().split("[ :\n]+", -1)).contains(named), result.err());
        assertFalse(Files.exists(temporary.resolve("ran")));
        assertFalse(Files.exists(folder.resolve("output")));
    }
}
