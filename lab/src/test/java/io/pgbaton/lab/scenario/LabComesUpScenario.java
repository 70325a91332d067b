package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Network;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A lab of its own, from nothing to nothing. */
@Tag("lab")
@Tag("short")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabComesUpScenario {
    private static final Layout LAYOUT = LabOfThisRun.layout("up");
    private static final Progress PROGRESS = new Progress(System.out);
    private static Lab lab;

    @BeforeAll
    static void up() {
        Lab.down(LAYOUT, PROGRESS);
        lab = Lab.up(LAYOUT, LabOptions.quick(), PROGRESS);
    }

    @AfterAll
    static void removeWhatIsLeft() {
        Lab.down(LAYOUT, PROGRESS);
    }

    @Test
    @Order(1)
    void twoReplicasStreamFromTheLeader() {
        String leader = lab.leader();
        lab.awaitReplicas(Scope.MAIN, 2, Duration.ofSeconds(20));
        assertFalse(lab.streaming(Scope.MAIN).contains(leader));
    }

    @Test
    @Order(1)
    void theStatusDocumentHasExactlyTheFieldsOfTheContract() {
        JsonObject status = lab.statusJson();
        assertEquals(
                Set.of(
                        "id",
                        "vip",
                        "bridge",
                        "kafka",
                        "etcd",
                        "coordinators",
                        "nodes",
                        "client",
                        "haproxy",
                        "logs",
                        "credentials"),
                status.fieldNames());
        assertEquals(3, status.getJsonArray("etcd").size());
        assertEquals(Set.of("name", "netns", "url", "pid"), fields(status.getJsonArray("coordinators")));
        assertEquals(Set.of("name", "netns", "ip", "iface", "pids", "config"), fields(status.getJsonArray("nodes")));
        assertEquals(Set.of("netns", "ip"), status.getJsonObject("client").fieldNames());
        assertEquals(Set.of("write", "read"), status.getJsonObject("haproxy").fieldNames());
        assertEquals(
                Set.of("user", "passwordFile", "database"),
                status.getJsonObject("credentials").fieldNames());
    }

    @Test
    @Order(1)
    void thePidsOfTheStatusDocumentAreTheProcessesThemselves() throws IOException {
        for (Object each : lab.statusJson().getJsonArray("nodes")) {
            JsonObject pids = ((JsonObject) each).getJsonObject("pids");
            assertEquals(Set.of("etcd", "patroni", "postgres", "nodeAgent", "haproxy"), pids.fieldNames());
            assertEquals("etcd", processName(pids.getLong("etcd")));
            assertEquals("patroni", processName(pids.getLong("patroni")));
            assertEquals("postgres", processName(pids.getLong("postgres")));
            assertEquals("haproxy", processName(pids.getLong("haproxy")));
        }
    }

    @Test
    @Order(1)
    void aSecondStartIsRefusedInOneSentenceThatNamesTheRemedy() {
        LabException refusal = assertThrows(LabException.class, () -> Lab.up(LAYOUT, LabOptions.quick(), PROGRESS));
        assertTrue(refusal.getMessage().contains("./demo --id " + LAYOUT.id() + " down"), refusal.getMessage());
    }

    @Test
    @Order(2)
    void theAuditOfWhatHappenedSoFarIsWhole() {
        AuditChain.assertWhole(lab);
    }

    @Test
    @Order(2)
    void aKilledProcessIsDownInTheStatusUntilItIsStarted() {
        lab.host("n2").kill(What.HAPROXY);
        assertFalse(lab.host("n2").alive(What.HAPROXY));
        lab.host("n2").start(What.HAPROXY);
        assertTrue(lab.host("n2").alive(What.HAPROXY));
    }

    @Test
    @Order(3)
    void afterDownNothingIsLeftOfIt() throws IOException {
        List<String> segments = sharedMemoryOf("n1");
        lab.host("n1").kill(What.POSTGRES);
        assertEquals("mmap", lab.host("n2").postgres().sql("show dynamic_shared_memory_type"));
        Lab.down(LAYOUT, PROGRESS);
        Network network = new Network(LAYOUT);
        assertEquals(List.of(), Layout.hosts().stream().filter(network::exists).toList());
        assertFalse(Files.exists(Path.of("/sys/class/net", LAYOUT.bridge())));
        assertFalse(Files.exists(LAYOUT.work()));
        assertEquals(List.of(), processesMentioning(LAYOUT.work().toString()));
        String segmentsNow = Files.readString(Path.of("/proc/sysvipc/shm"));
        assertTrue(segments.stream().noneMatch(segmentsNow::contains), segments + " in " + segmentsNow);
    }

    private static Set<String> fields(JsonArray array) {
        Set<String> names = new TreeSet<>();
        array.forEach(each -> names.addAll(((JsonObject) each).fieldNames()));
        return names;
    }

    private static String processName(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip();
    }

    private static List<String> processesMentioning(String text) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Key and id of the segment that a killed PostgreSQL leaves to the kernel, as /proc/sysvipc/shm prints them. */
    private static List<String> sharedMemoryOf(String node) throws IOException {
        List<String> lines =
                Files.readAllLines(Scope.MAIN.dataDirectory(LAYOUT, node).resolve("postmaster.pid"));
        List<String> keyAndId = List.of(lines.get(6).strip().split("\\s+", -1));
        return List.of("%10s %10s".formatted(keyAndId.get(0), keyAndId.get(1)));
    }
}
