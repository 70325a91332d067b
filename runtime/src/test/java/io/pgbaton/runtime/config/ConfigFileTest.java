package io.pgbaton.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.config.ConfigFile.Loaded;
import io.pgbaton.runtime.etcd.EtcdSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String SOUND =
            """
            node: n1
            lifetime: 4s
            http: "[::]:7480"
            bus: {bootstrap: ["10.0.0.9:9092"], client: {sasl.jaas.config: "${JAAS}"}}
            etcd:
              endpoints: ["http://10.0.0.11:2379"]
              user: pgbaton
              password: ${ETCD_PASSWORD}
            addresses:
              - {name: write, address: "fd00:0::100/128"}
            """;

    @TempDir
    Path folder;

    private enum Mode {
        ACT,
        OBSERVE
    }

    private record Address(String name, Cidr address) {
        static Address read(ConfigNode node) {
            return new Address(
                    node.text("name").required(), node.cidr("address").required());
        }
    }

    private record Agent(
            String node,
            Mode mode,
            Duration lifetime,
            HostPort http,
            BusSettings bus,
            EtcdSettings etcd,
            List<Address> addresses,
            Optional<ByteSize> maxLag) {
        static Agent read(ConfigNode node) {
            return new Agent(
                    node.text("node").required(),
                    node.oneOf("mode", Mode.class).orElse(Mode.ACT),
                    node.duration("lifetime")
                            .must(Check.between(Duration.ofSeconds(3), Duration.ofSeconds(60)))
                            .orElse(Duration.ofSeconds(10)),
                    node.hostPort("http").orElse(new HostPort("0.0.0.0", 7480)),
                    node.block("bus", BusConfig::read).required(),
                    node.block("etcd", EtcdConfig::read).required(),
                    node.list("addresses", Address::read).orElse(List.of()),
                    node.bytes("maxLag").optional());
        }
    }

    @Test
    void aSoundFileIsReadWithItsDefaults() throws Exception {
        Agent agent = load(SOUND).config();

        assertEquals("n1", agent.node());
        assertEquals(Mode.ACT, agent.mode());
        assertEquals(Duration.ofSeconds(4), agent.lifetime());
        assertEquals(new HostPort("::", 7480), agent.http());
        assertEquals(List.of("10.0.0.9:9092"), agent.bus().bootstrap());
        assertEquals("pgbaton.", agent.bus().topicPrefix());
        assertEquals(
                Map.of("sasl.jaas.config", "from the environment"), agent.bus().client());
        assertEquals("s3cret", agent.etcd().password().orElseThrow().reveal());
        assertTrue(agent.addresses().get(0).address().isSingle());
    }

    @Test
    void effectiveValuesAreShownWithoutSecrets() throws Exception {
        Loaded<Agent> loaded = load(SOUND);

        assertTrue(loaded.effective().contains("lifetime=4s"));
        assertTrue(loaded.effective().contains("mode=act (default)"));
        assertTrue(loaded.effective().contains("etcd.password=***"));
        String all = loaded.effective() + loaded.config().toString();
        assertFalse(all.contains("s3cret") || all.contains("from the environment"), all);
        assertEquals(List.of(), loaded.warnings());
    }

    @Test
    void allFaultsAreToldAtOnceWithLineKeyAndRemedy() {
        List<String> faults = faultsOf(
                """
                nod: n1
                lifetime: 100s
                mode: watch
                http: localhost
                bus: {bootstrap: []}
                etcd:
                  endpoints: ["10.0.0.11:2379"]
                  password: ${NOT_SET}
                addresses:
                  - {name: write, address: db.example.com/32}
                  - {name: read, adress: 10.0.0.1/32}
                maxLag: 16MB
                """);

        assertEquals(
                List.of(
                        "agent.yaml:1: node: is missing; write for example `node: name`",
                        "agent.yaml:3: mode: `watch` is not one of act, observe; write for example `act`",
                        "agent.yaml:2: lifetime: is 100s, it must be between 3s and 60s;"
                                + " write for example `lifetime: 10s`",
                        "agent.yaml:4: http: `localhost` is not host:port; write for example `0.0.0.0:7480`",
                        "agent.yaml:5: bus.bootstrap: is [], it must be a list of at least one;"
                                + " write for example `bootstrap: [\"10.0.0.9:9092\"]`",
                        "agent.yaml:7: etcd.endpoints[0]: `10.0.0.11:2379` is not a URL with scheme http or https,"
                                + " host and port; write for example `http://127.0.0.1:8008`",
                        "agent.yaml:8: etcd.password: the environment has no variable NOT_SET;"
                                + " set it, or write the value itself",
                        "agent.yaml:10: addresses[0].address: `db.example.com/32` is not an IP address with its prefix;"
                                + " write for example `10.0.0.100/32`",
                        "agent.yaml:11: addresses[1].address: is missing; write for example `address: 10.0.0.100/32`",
                        "agent.yaml:11: addresses[1].adress: is not a known key; did you mean `address`?",
                        "agent.yaml:12: maxLag: `16MB` is not a size: a whole number and B, kiB, MiB, GiB or TiB;"
                                + " write for example `16MiB`",
                        "agent.yaml:1: nod: is not a known key; did you mean `node`?"),
                faults);
    }

    @Test
    void aKeyNearNoOtherIsAnsweredWithTheKnownOnes() {
        assertEquals(
                List.of("agent.yaml:11: colour: is not a known key; known here:"
                        + " node, mode, lifetime, http, bus, etcd, addresses, maxLag"),
                faultsOf(SOUND + "colour: red\n"));
    }

    @Test
    void aKeyWrittenTwiceIsRefused() {
        assertEquals(
                List.of("agent.yaml:11: node: is written twice; remove one of the two"),
                faultsOf(SOUND + "node: n2\n"));
    }

    @Test
    void whatIsNotYamlIsToldWithItsLine() {
        assertTrue(faultsOf("node: n1\nbus: [\n").get(0).startsWith("agent.yaml:3: this is not YAML: "));
        assertTrue(faultsOf("").get(0).startsWith("agent.yaml:1: the file holds no keys"));
    }

    @Test
    void aSecretComesFromAFileWithoutItsLastNewline() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "from a file\n");

        Agent agent = load(SOUND.replace("${ETCD_PASSWORD}", "file:" + file)).config();

        assertEquals("from a file", agent.etcd().password().orElseThrow().reveal());
    }

    @Test
    void aSecretFileThatIsMissingIsAFaultAndALiteralSecretAWarning() throws Exception {
        String missing = SOUND.replace("${ETCD_PASSWORD}", "file:/nowhere/password");
        assertEquals(
                List.of("agent.yaml:8: etcd.password: cannot read /nowhere/password (NoSuchFileException);"
                        + " create it and let the user of this program read it"),
                faultsOf(missing));

        List<String> warnings =
                load(SOUND.replace("${ETCD_PASSWORD}", "hunter2")).warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith("agent.yaml:8: etcd.password: a secret stands in the configuration"));
        assertFalse(warnings.get(0).contains("hunter2"));
    }

    @Test
    void whatARecordItselfRefusesIsAFaultToo() {
        assertEquals(
                List.of(
                        "agent.yaml:6: etcd: user and password of etcd go together, one of them is missing; correct it"),
                faultsOf(SOUND.replace("  user: pgbaton\n", "")));
    }

    @Test
    void aMissingFileIsOneSentence() {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> ConfigFile.load(folder.resolve("none.yaml"), Agent::read));

        assertTrue(refused.getMessage().contains("the file cannot be read: NoSuchFileException"));
    }

    @Test
    void passwordsWithinUrlsAreMasked() throws IOException, ConfigException {
        Function<ConfigNode, String> url = node -> node.text("url").required();

        Loaded<String> loaded = ConfigFile.parse(
                "a.yaml", "url: jdbc:postgresql://u:pw1@h:5432/db?user=u&password=pw2&x=y", name -> null, url);

        assertEquals(List.of("url=jdbc:postgresql://u:***@h:5432/db?user=u&password=***&x=y"), loaded.effective());
    }

    private static Loaded<Agent> load(String text) throws ConfigException {
        Map<String, String> environment = Map.of("ETCD_PASSWORD", "s3cret", "JAAS", "from the environment");
        return ConfigFile.parse("agent.yaml", text, environment::get, Agent::read);
    }

    private static List<String> faultsOf(String text) {
        ConfigException refused = assertThrows(ConfigException.class, () -> load(text));
        return refused.faults().stream().map(ConfigFault::toString).toList();
    }
}
