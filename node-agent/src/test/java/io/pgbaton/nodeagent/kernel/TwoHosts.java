package io.pgbaton.nodeagent.kernel;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Two network namespaces joined by a cable: {@code here} (10.77.0.1, fd77::1 on pgv0) and {@code peer} (.2, ::2 on pgv1). */
public final class TwoHosts implements AutoCloseable {
    public static final InetAddress ADDRESS = address("10.77.0.100");
    public static final InetAddress ADDRESS6 = address("fd77::100");
    public static final String PEER_INTERFACE = "pgv1";
    private static final String INTERFACE = "pgv0";

    public final NetworkNamespace here;
    public final NetworkNamespace peer;
    public final NetworkLink link;
    public final NetworkLink peerLink;

    private TwoHosts(NetworkNamespace here, NetworkNamespace peer) {
        this.here = here;
        this.peer = peer;
        here.ip("link add " + INTERFACE + " type veth peer name " + PEER_INTERFACE + " netns " + peer.name());
        configure(here, INTERFACE, 1);
        configure(peer, PEER_INTERFACE, 2);
        link = whenRunning(here, INTERFACE);
        peerLink = whenRunning(peer, PEER_INTERFACE);
    }

    public static TwoHosts create() {
        Assumptions.assumeTrue(mayCreateNamespaces(), "skipped: needs root (CAP_SYS_ADMIN) and the program 'ip'");
        NetworkNamespace here = NetworkNamespace.create();
        NetworkNamespace peer = null;
        try {
            peer = NetworkNamespace.create();
            return new TwoHosts(here, peer);
        } catch (RuntimeException e) {
            here.close();
            if (peer != null) {
                peer.close();
            }
            throw e;
        }
    }

    private static void configure(NetworkNamespace host, String name, int number) {
        host.ip("link set lo up");
        // Without a link-local address nothing here has to wait for duplicate address detection.
        host.ip("link set " + name + " addrgenmode none");
        host.ip("address add 10.77.0." + number + "/24 dev " + name);
        host.ip("address add fd77::" + number + "/64 dev " + name + " nodad");
        host.ip("link set " + name + " up");
    }

    /** A cable just plugged in still drops what it receives until the kernel has noticed its carrier. */
    private static NetworkLink whenRunning(NetworkNamespace host, String name) {
        await().until(() -> host.ip("link show " + name).contains("state UP"));
        return host.inside(() -> Interfaces.byName(name));
    }

    public static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (IOException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private static boolean mayCreateNamespaces() {
        try {
            boolean sysAdmin = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> 21 & 1) == 1);
            return sysAdmin && (Files.exists(Path.of("/usr/sbin/ip")) || Files.exists(Path.of("/sbin/ip")));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        here.close();
        peer.close();
    }
}
