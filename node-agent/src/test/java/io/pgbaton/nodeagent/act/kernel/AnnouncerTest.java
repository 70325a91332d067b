package io.pgbaton.nodeagent.act.kernel;

import static io.pgbaton.nodeagent.kernel.TwoHosts.ADDRESS;
import static io.pgbaton.nodeagent.kernel.TwoHosts.ADDRESS6;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.Errno;
import io.pgbaton.nodeagent.kernel.KernelException;
import io.pgbaton.nodeagent.kernel.KernelSocket;
import io.pgbaton.nodeagent.kernel.PacketAddress;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
    private static final int ETHERTYPE_ARP = 0x0806;
    private static TwoHosts hosts;
    private static Announcer announcer;

    private final List<String> captured = new ArrayList<>();

    @BeforeAll
    static void connect() {
        hosts = TwoHosts.create();
        announcer = hosts.here.inside(() -> new Announcer(hosts.link));
    }

    @AfterAll
    static void disconnect() {
        if (hosts != null) {
            announcer.close();
            hosts.close();
        }
    }

    @Test
    void bothFormsOfGratuitousArpArriveAtThePeer() {
        String mac = hosts.link.requireMac().toString().replace(":", "");
        String fixed = "0001" + "0800" + "06" + "04";
        String request =
                "ffffffffffff" + mac + "0806" + fixed + "0001" + mac + "0a4d0064" + "000000000000" + "0a4d0064";
        String reply = "ffffffffffff" + mac + "0806" + fixed + "0002" + mac + "0a4d0064" + "ffffffffffff" + "0a4d0064";

        try (KernelSocket capture = captureOnPeer()) {
            assertEquals(Announced.SENT, announcer.announce(ADDRESS, inTenSeconds()));

            assertEquals(request, nextFrameOf(ADDRESS, capture));
            assertEquals(reply, nextFrameOf(ADDRESS, capture));
        }
    }

    @Test
    void thePeersNeighbourEntryFollowsAnArp() {
        assertPeerLearns("10.77.0.100", ADDRESS);
    }

    @Test
    void thePeersNeighbourEntryFollowsANeighbourAdvertisement() {
        assertPeerLearns("fd77::100", ADDRESS6);
    }

    @Test
    void r1bNothingIsSentAfterTheDeadline() {
        InetAddress late = TwoHosts.address("10.77.0.111");
        InetAddress inTime = TwoHosts.address("10.77.0.112");
        try (KernelSocket capture = captureOnPeer()) {
            assertEquals(Announced.TOO_LATE, announcer.announce(late, BootClock.nanos()));
            announcer.warmUp();
            announcer.announce(inTime, inTenSeconds());

            // Frames keep their order: one for the first address would have come before.
            nextFrameOf(inTime, capture);
            assertTrue(captured.stream().noneMatch(frame -> isFrom(late, frame)), captured.toString());
        }
    }

    @Test
    void r1bADeadlineThatPassesDuringTheSendingIsReported() {
        AtomicInteger readings = new AtomicInteger();
        LongSupplier clock = () -> readings.incrementAndGet() < 3 ? 0 : 20;
        hosts.here.inside(() -> {
            try (Announcer slow = new Announcer(hosts.link, clock)) {
                assertEquals(Announced.TOO_LATE, slow.announce(ADDRESS, 10));
            }
            return null;
        });
    }

    @Test
    void anInterfaceThatIsDownIsNamedAsTheCause() {
        try (TwoHosts down = TwoHosts.create()) {
            Announcer mute = down.here.inside(() -> new Announcer(down.link));
            down.here.ip("link set pgv0 down");

            KernelException refusal = assertThrows(KernelException.class, () -> mute.announce(ADDRESS, inTenSeconds()));

            assertEquals(Errno.ENETDOWN, refusal.errno());
            mute.close();
        }
    }

    private static void assertPeerLearns(String literal, InetAddress address) {
        String entry = literal + " dev " + TwoHosts.PEER_INTERFACE;
        hosts.peer.ip("neigh replace " + entry + " lladdr 02:00:00:00:00:99 nud reachable");

        announcer.announce(address, inTenSeconds());

        String mac = hosts.link.requireMac().toString();
        await().until(() -> hosts.peer.ip("neigh show " + entry).contains(mac));
    }

    private static KernelSocket captureOnPeer() {
        return hosts.peer.inside(() -> KernelSocket.open(KernelSocket.AF_PACKET, 0, "capture")
                .receiveTimeout(Duration.ofMillis(100))
                .bind(PacketAddress.of(hosts.peerLink.index(), ETHERTYPE_ARP)));
    }

    private String nextFrameOf(InetAddress address, KernelSocket capture) {
        return await().until(() -> nextFrame(capture), frame -> isFrom(address, frame));
    }

    private String nextFrame(KernelSocket capture) {
        ByteBuffer frame = KernelSocket.buffer(2048);
        byte[] bytes = new byte[Math.max(0, capture.receive(frame))];
        frame.get(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        captured.add(hex);
        return hex;
    }

    private static boolean isFrom(InetAddress address, String arpFrame) {
        return arpFrame.startsWith(HexFormat.of().formatHex(address.getAddress()), 56);
    }

    private static long inTenSeconds() {
        return BootClock.nanos() + SECONDS.toNanos(10);
    }
}
