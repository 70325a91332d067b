package io.pgbaton.nodeagent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        Loaded<NodeAgentConfig> loaded = load("node-agent.yaml");
        assertEquals(ExampleFile.keysDocumented("node-agent.yaml"), ExampleFile.keysRead(loaded));
        assertEquals(
                List.of(),
                loaded.effective().stream()
                        .filter(line -> line.endsWith("(default)"))
                        .toList());
    }

    @Test
    void theExampleExplainsEveryKey() throws Exception {
        assertEquals(List.of(), ExampleFile.uncommented("node-agent.yaml"));
    }

    @Test
    void theFirstFileToTryObservesAndDoesNothing() throws Exception {
        assertTrue(load("node-agent-observe.yaml").config().observeOnly());
    }

    @Test
    void aHostWithHaproxyAloneFrontsSeveralScopesOfSeveralEtcds() throws Exception {
        NodeAgentConfig config = load("node-agent-haproxy.yaml").config();
        assertEquals(2, config.clusters().size());
        assertTrue(config.clusters().stream()
                .allMatch(cluster -> cluster.database().isEmpty()
                        && cluster.addresses().isEmpty()
                        && !cluster.proxies().isEmpty()));
        assertNotEquals(
                config.etcdOf(config.clusters().get(0)),
                config.etcdOf(config.clusters().get(1)));
    }

    private Loaded<NodeAgentConfig> load(String name) throws Exception {
        return ExampleFile.load(name, folder, node -> NodeAgentConfig.read(node, Host.any()));
    }
}
