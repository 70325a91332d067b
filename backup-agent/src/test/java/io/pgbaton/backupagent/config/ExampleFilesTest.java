package io.pgbaton.backupagent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.runtime.config.ConfigFile.Loaded;
import io.pgbaton.runtime.config.ExampleFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deploy/config offers can be used as it is, and docs/config.md knows every key. */
class ExampleFilesTest {
    @TempDir
    Path folder;

    @Test
    void theExampleSetsEveryKeyAndTheDocumentNamesEach() throws Exception {
        Loaded<BackupAgentConfig> loaded = ExampleFile.load("backup-agent.yaml", folder, BackupAgentConfig::read);
        assertEquals(ExampleFile.keysDocumented("backup-agent.yaml"), ExampleFile.keysRead(loaded));
        assertEquals(
                List.of(),
                loaded.effective().stream()
                        .filter(line -> line.endsWith("(default)"))
                        .toList());
    }

    @Test
    void theExampleExplainsEveryKey() throws Exception {
        assertEquals(List.of(), ExampleFile.uncommented("backup-agent.yaml"));
    }
}
