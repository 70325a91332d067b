package io.pgbaton.nodeagent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.runtime.config.ConfigException;
import io.pgbaton.runtime.config.ConfigFault;
import io.pgbaton.runtime.config.ConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAgentConfigTest {
    private static final Host HOST = new Host() {
        @Override
        public Optional<List<String>> interfaces() {
            return Optional.of(List.of("lo", "eth0"));
        }

        @Override
        public boolean isItsOwn(InetAddress address) {
            return address.getHostAddress().equals("10.0.0.11");
        }
    };

    private static final String SOUND =
            """
            node: n1
            bus: {bootstrap: ["10.0.0.9:9092"]}
            etcd: {endpoints: ["http://10.0.0.11:2379"]}
            clusters:
            - scope: service/demo
              member: n1
              postgres: {url: "jdbc:postgresql://127.0.0.1:5432/postgres", user: pgbaton}
              addresses:
              - {name: write, address: 10.0.0.100/32, interface: eth0}
            """;

    @TempDir
    Path folder;

    @Test
    void aShortFileMeansTheDefaults() throws Exception {
        NodeAgentConfig config = load(SOUND);
        assertEquals(Duration.ofSeconds(10), config.lifetime());
        assertEquals(Duration.ofMillis(200), config.autonomyAfter());
        assertEquals("0.0.0.0:7480", config.http().toString());
        assertEquals(NodeAgentConfig.Mode.ACT, config.mode());
        assertEquals("pgbaton.", config.bus().topicPrefix());
        assertEquals(
                "http://127.0.0.1:8008",
                config.clusters().get(0).database().get().patroni().toString());
    }

    @Test
    void everyFaultIsToldAtOnceWithItsLineItsKeyAndARemedy() {
        List<ConfigFault> faults = faults(SOUND.replace("node: n1", "noode: n1")
                .replace("service/demo", "demo")
                .replace("10.0.0.100/32", "10.0.0.100/24")
                .replace("eth0", "eth7"));
        String told = faults.toString();
        assertTrue(faults.size() >= 5, told);
        assertTrue(told.contains("did you mean `node`?"), told);
        assertTrue(told.contains("/32 or /128"), told);
        assertTrue(told.contains("lo, eth0"), told);
        assertTrue(told.contains("<namespace>/<scope>"), told);
        assertTrue(told.contains(":9"), told);
    }

    @Test
    void theHostsOwnAddressIsRefused() {
        assertTold(SOUND.replace("10.0.0.100/32", "10.0.0.11/32"), "by which this host itself is reached");
    }

    @Test
    void R1_aLifetimeShorterThanAConfirmationCanTakeIsRefused() {
        assertTold("lifetime: 2s\n" + SOUND, "between 3s and");
    }

    @Test
    void addressesWithoutADatabaseBesideTheAgentAreRefused() {
        assertTold(SOUND.replace("  member: n1\n", ""), "follows the database beside this agent");
    }

    @Test
    void twoDirectorsOfOneNameAreRefused() {
        String twice = SOUND + "  - {name: write, address: 10.0.0.101/32, interface: eth0}\n";
        assertTold(twice, "two directors of service/demo are called write");
    }

    @Test
    void aPureProxyHostNeedsNoDatabase() throws Exception {
        String proxyHost =
                """
                node: px1
                bus: {bootstrap: ["10.0.0.9:9092"]}
                etcd: {endpoints: ["http://10.0.0.11:2379"]}
                clusters:
                - scope: service/demo
                  proxies:
                  - {name: haproxy, socket: /run/haproxy/admin.sock, primary: primary}
                """;
        assertEquals(
                16L << 20, load(proxyHost).clusters().get(0).proxies().get(0).maxLag());
    }

    private void assertTold(String yaml, String text) {
        String told = faults(yaml).toString();
        assertTrue(told.contains(text), told);
    }

    private List<ConfigFault> faults(String yaml) {
        return assertThrows(ConfigException.class, () -> load(yaml)).faults();
    }

    private NodeAgentConfig load(String yaml) throws ConfigException, IOException {
        Path file = folder.resolve("node-agent.yaml");
        Files.writeString(file, yaml);
        return ConfigFile.load(file, node -> NodeAgentConfig.read(node, HOST)).config();
    }
}
