package io.pgbaton.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network of a lab without any of its programs. */
@Tag("root")
class AddressWatcherTest {
    private final Layout layout = new Layout(
            "w" + Long.toString(ProcessHandle.current().pid() % 1_000_000, 36), Path.of("."), Path.of("/nowhere"));
    private final Network network = new Network(layout);
    private final String vip = layout.ipv4(100);

    @BeforeEach
    void createNetwork() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "needs root, to make network namespaces");
        network.create();
    }

    @AfterEach
    void removeNetwork() {
        network.remove();
    }

    @Test
    void aDoubleOf20MillisecondsIsSeen() throws InterruptedException {
        try (AddressWatcher watcher = AddressWatcher.start(layout)) {
            add("n1");
            add("n2");
            assertTrue(!new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS), "nobody counts it down");
            delete("n1");
            AddressTimeline timeline = watcher.timeline(vip);
            assertEquals(1, timeline.overlaps().size());
            assertEquals("n1", timeline.overlaps().get(0).first());
            assertEquals("n2", timeline.overlaps().get(0).second());
            assertTrue(
                    timeline.longestOverlap().toMillis() >= 15,
                    timeline.overlaps().toString());
        }
    }

    @Test
    void aMoveInGoodOrderIsNoDouble() {
        add("n1");
        try (AddressWatcher watcher = AddressWatcher.start(layout)) {
            delete("n1");
            add("n2");
            assertEquals(List.of(), watcher.timeline(vip).overlaps());
            assertEquals(List.of("n2"), watcher.timeline(vip).carriersNow());
        }
    }

    @Test
    void anAddressThatTheKernelLetExpireIsSeenToGo() {
        try (AddressWatcher watcher = AddressWatcher.start(layout)) {
            ip("n1", "add", "valid_lft", "1", "preferred_lft", "1");
            Await.until("the address to expire", Duration.ofSeconds(5), () -> watcher.timeline(vip)
                    .carriersNow()
                    .isEmpty());
            assertEquals(1, watcher.timeline(vip).carries().size());
        }
    }

    @Test
    void theClientHearsWhoClaimsTheAddress() {
        add("n3");
        try (AddressWatcher watcher = AddressWatcher.start(layout)) {
            Await.until("the client to hear n3", Duration.ofSeconds(5), () -> {
                Shell.run("ip", "-n", layout.namespace("cl"), "neigh", "flush", "all");
                ask(vip);
                return watcher.claims(vip).stream()
                        .anyMatch(claim -> claim.host().equals("n3"));
            });
        }
    }

    /** Any packet to the address makes the client ask who has it; nobody needs to answer the packet itself. */
    private void ask(String address) {
        List<String> connect = new ArrayList<>(network.inside("cl"));
        connect.addAll(List.of("timeout", "0.2", "bash", "-c", "exec 3<>/dev/tcp/" + address + "/9"));
        Shell.run(connect);
    }

    private void add(String host) {
        ip(host, "add");
    }

    private void delete(String host) {
        ip(host, "del");
    }

    private void ip(String host, String verb, String... more) {
        List<String> command = new ArrayList<>(
                List.of("ip", "-n", layout.namespace(host), "addr", verb, vip + "/32", "dev", layout.cable(host)));
        command.addAll(List.of(more));
        Shell.run(command).orFail();
    }
}
