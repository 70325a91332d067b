package io.pgbaton.nodeagent.observe.kernel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.nodeagent.act.kernel.Announcer;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimListenerTest {
    private final BlockingQueue<AddressClaim> claims = new LinkedBlockingQueue<>();
    private TwoHosts hosts;
    private ClaimListener listener;

    @BeforeEach
    void connect() {
        hosts = TwoHosts.create();
    }

    @AfterEach
    void disconnect() {
        if (listener != null) {
            listener.close();
        }
        if (hosts != null) {
            hosts.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.100,10.77.0.99", "fd77::100,fd77::99"})
    void aForeignClaimOfOurAddressIsToldWithItsMac(String ours, String notOurs) throws InterruptedException {
        InetAddress address = TwoHosts.address(ours);
        listen(hosts.link, Set.of(address));
        try (Announcer stranger = hosts.peer.inside(() -> new Announcer(hosts.peerLink))) {
            stranger.announce(TwoHosts.address(notOurs), inTenSeconds());
            stranger.announce(address, inTenSeconds());

            AddressClaim claim = claims.poll(5, SECONDS);
            assertEquals(new AddressClaim(address, hosts.peerLink.requireMac()), claim);
        }
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.100,10.77.0.101", "fd77::100,fd77::101"})
    void aClaimWithOurOwnMacIsNotForeign(String own, String foreign) throws InterruptedException {
        // The listener takes the stranger's MAC for its own; a second stranger with another MAC ends the wait.
        NetworkLink sameMac = withMacOf(hosts.link, hosts.peerLink);
        NetworkLink otherMac = withMacOf(hosts.peerLink, hosts.link);
        Set<InetAddress> ours = Set.of(TwoHosts.address(own), TwoHosts.address(foreign));
        listen(sameMac, ours);
        try (Announcer self = hosts.peer.inside(() -> new Announcer(hosts.peerLink));
                Announcer stranger = hosts.peer.inside(() -> new Announcer(otherMac))) {
            self.announce(TwoHosts.address(own), inTenSeconds());
            stranger.announce(TwoHosts.address(foreign), inTenSeconds());

            assertEquals(TwoHosts.address(foreign), claims.poll(5, SECONDS).address());
        }
    }

    private void listen(NetworkLink link, Set<InetAddress> ours) {
        listener = hosts.here.inside(() -> new ClaimListener(link, ours, claims::add));
    }

    private static NetworkLink withMacOf(NetworkLink link, NetworkLink other) {
        return new NetworkLink(link.name(), link.index(), Optional.of(other.requireMac()), true);
    }

    private static long inTenSeconds() {
        return BootClock.nanos() + SECONDS.toNanos(10);
    }
}
