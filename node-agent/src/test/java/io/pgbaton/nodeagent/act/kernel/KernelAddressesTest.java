package io.pgbaton.nodeagent.act.kernel;

import static io.pgbaton.nodeagent.kernel.TwoHosts.ADDRESS;
import static io.pgbaton.nodeagent.kernel.TwoHosts.ADDRESS6;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.kernel.AddressFlag;
import io.pgbaton.nodeagent.kernel.AssignedAddress;
import io.pgbaton.nodeagent.kernel.Errno;
import io.pgbaton.nodeagent.kernel.KernelException;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KernelAddressesTest {
    private static TwoHosts hosts;
    private static KernelAddresses addresses;

    @BeforeAll
    static void connect() {
        hosts = TwoHosts.create();
        addresses = hosts.here.inside(() -> new KernelAddresses(hosts.link.index()));
    }

    @AfterAll
    static void disconnect() {
        if (hosts != null) {
            addresses.close();
            hosts.close();
        }
    }

    @Test
    void r1bTheKernelRemovesAnAddressWhoseLifetimeEnds() {
        addresses.put(ADDRESS, 1);
        addresses.put(ADDRESS6, 1);

        await().until(() ->
                addresses.find(ADDRESS).isEmpty() && addresses.find(ADDRESS6).isEmpty());
    }

    @Test
    void r1dAnAddressIsAHostRouteThatIsNeverPreferredAsSource() {
        InetAddress ipv4 = TwoHosts.address("10.77.0.101");
        InetAddress ipv6 = TwoHosts.address("fd77::101");
        addresses.put(ipv4, 60);
        addresses.put(ipv6, 60);

        AssignedAddress entry = addresses.find(ipv4).orElseThrow();
        assertEquals(32, entry.prefixLength());
        assertTrue(entry.flags().contains(AddressFlag.NOPREFIXROUTE), entry.toString());
        AssignedAddress entry6 = addresses.find(ipv6).orElseThrow();
        assertEquals(128, entry6.prefixLength());
        assertEquals(Set.of(AddressFlag.NODAD, AddressFlag.DEPRECATED, AddressFlag.NOPREFIXROUTE), entry6.flags());
        assertEquals(0, entry6.preferred().seconds());
    }

    @Test
    void r1dTheHostsOwnAddressesStayWhenOursGoes() {
        List<InetAddress> before = own();
        InetAddress ours = TwoHosts.address("10.77.0.102");
        addresses.put(ours, 60);

        assertTrue(addresses.remove(ours));

        assertEquals(before, own());
    }

    @Test
    void toPutAnAddressAgainOnlySetsItsLifetime() {
        InetAddress ours = TwoHosts.address("fd77::103");
        addresses.put(ours, 60);
        int created = addresses.find(ours).orElseThrow().createdAt();

        addresses.put(ours, 30);

        AssignedAddress now = addresses.find(ours).orElseThrow();
        assertEquals(created, now.createdAt());
        assertTrue(now.valid().seconds() <= 30, now.toString());
    }

    @Test
    void toRemoveAnAbsentAddressIsNoError() {
        assertFalse(addresses.remove(TwoHosts.address("10.77.0.104")));
        assertFalse(addresses.remove(TwoHosts.address("fd77::104")));
    }

    @Test
    void theWarmUpChangesNothing() {
        List<InetAddress> before = own();

        new AddressHolder(addresses).warmUp();

        assertEquals(before, own());
    }

    @Test
    void anInterfaceThatIsGoneIsNamedInTheError() {
        KernelException refusal = hosts.here.inside(() -> {
            try (KernelAddresses nowhere = new KernelAddresses(4711)) {
                return assertThrows(KernelException.class, () -> nowhere.put(ADDRESS, 5));
            }
        });

        assertEquals(Errno.ENODEV, refusal.errno());
        assertEquals(
                "Cannot put 10.77.0.100 on interface 4711: ENODEV (no such interface);"
                        + " next step: compare the interface in the configuration with 'ip link'",
                refusal.getMessage());
    }

    @Test
    void aClosedSocketIsNotUsedAgain() {
        KernelAddresses closed = hosts.here.inside(() -> new KernelAddresses(hosts.link.index()));
        closed.close();

        assertEquals(
                Errno.EBADF, assertThrows(KernelException.class, closed::list).errno());
    }

    /** What the interface has for ever, whatever other tests have put on it. */
    private static List<InetAddress> own() {
        return addresses.list().stream()
                .filter(entry -> entry.valid().isForever())
                .map(AssignedAddress::address)
                .toList();
    }
}
