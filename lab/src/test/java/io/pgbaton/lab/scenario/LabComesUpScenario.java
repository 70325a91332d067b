package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a lab is when it is up, and what is left of it when it is down: of the one in which all other scenarios were. */
@Tag("lab")
@Tag("short")
@ExtendWith(SharedLab.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabComesUpScenario {
    @Test
    @Order(1)
    void twoReplicasStreamFromTheLeader(Lab lab) {
        String leader = lab.leader();
        lab.awaitReplicas(Scope.MAIN, 2, Duration.ofSeconds(20));
        assertFalse(lab.streaming(Scope.MAIN).contains(leader));
    }

    @Test
    @Order(1)
    void theStatusDocumentHasExactlyTheFieldsOfTheContract(Lab lab) {
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
    void thePidsOfTheStatusDocumentAreTheProcessesThemselves(Lab lab) throws IOException {
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
    void aSecondStartIsRefusedInOneSentenceThatNamesTheRemedy(Lab lab) {
        LabException refusal =
                assertThrows(LabException.class, () -> Lab.up(lab.layout(), lab.options(), new Progress(System.out)));
        assertTrue(refusal.getMessage().contains("./demo --id " + lab.layout().id() + " down"), refusal.getMessage());
    }

    @Test
    @Order(2)
    void theAuditOfWhatHappenedSoFarIsWhole(Lab lab) {
        AuditChain.assertWholeWhenTyped(lab);
    }

    @Test
    @Order(2)
    void aKilledProcessIsDownInTheStatusUntilItIsStarted(Lab lab) {
        lab.host("n2").kill(What.HAPROXY);
        assertFalse(lab.host("n2").alive(What.HAPROXY));
        lab.host("n2").start(What.HAPROXY);
        assertTrue(lab.host("n2").alive(What.HAPROXY));
    }

    @Test
    @Order(3)
    void afterDownNothingIsLeftOfIt(Lab lab) throws IOException {
        Layout layout = lab.layout();
        List<String> segments = sharedMemoryOf(layout, "n1");
        lab.host("n1").kill(What.POSTGRES);
        assertEquals("mmap", lab.host("n2").postgres().sql("show dynamic_shared_memory_type"));
        SharedLab.down();
        Network network = new Network(layout);
        assertEquals(List.of(), Layout.hosts().stream().filter(network::exists).toList());
        assertFalse(Files.exists(Path.of("/sys/class/net", layout.bridge())));
        assertFalse(Files.exists(layout.work()));
        assertEquals(List.of(), processesMentioning(layout.work().toString()));
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
    private static List<String> sharedMemoryOf(Layout layout, String node) throws IOException {
        List<String> lines =
                Files.readAllLines(Scope.MAIN.dataDirectory(layout, node).resolve("postmaster.pid"));
        List<String> keyAndId = List.of(lines.get(6).strip().split("\\s+", -1));
        return List.of("%10s %10s".formatted(keyAndId.get(0), keyAndId.get(1)));
    }
}
