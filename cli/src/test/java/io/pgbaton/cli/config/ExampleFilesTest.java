package io.pgbaton.cli.config;

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
        Loaded<CliConfig> loaded = load("cli.yaml");
        assertEquals(ExampleFile.keysDocumented("cli.yaml"), ExampleFile.keysRead(loaded));
        assertEquals(
                List.of(),
                loaded.effective().stream()
                        .filter(line -> line.endsWith("(default)"))
                        .toList());
    }

    @Test
    void theExampleExplainsEveryKey() throws Exception {
        assertEquals(List.of(), ExampleFile.uncommented("cli.yaml"));
    }

    private Loaded<CliConfig> load(String name) throws Exception {
        return ExampleFile.load(name, folder, CliConfig::read);
    }
}
