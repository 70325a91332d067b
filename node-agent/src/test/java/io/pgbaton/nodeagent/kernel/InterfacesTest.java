package io.pgbaton.nodeagent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InterfacesTest {
    private static TwoHosts hosts;

    @BeforeAll
    static void connect() {
        hosts = TwoHosts.create();
    }

    @AfterAll
    static void disconnect() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void anInterfaceIsFoundWithItsIndexAndMac() {
        String shown = hosts.here.ip("-o link show pgv0");

        assertTrue(shown.startsWith(hosts.link.index() + ": pgv0"), shown);
        assertTrue(shown.contains(hosts.link.requireMac().toString()), shown);
        assertTrue(hosts.link.up());
    }

    @Test
    void anUnknownInterfaceIsRefusedWithTheNamesOfTheOthers() {
        Exception refusal =
                assertThrows(IllegalArgumentException.class, () -> hosts.here.inside(() -> Interfaces.byName("eth7")));

        assertEquals("There is no interface eth7; this host has lo, pgv0", refusal.getMessage());
    }

    @Test
    void anInterfaceWithoutMacCannotBeAnnouncedOn() {
        NetworkLink loopback = hosts.here.inside(() -> Interfaces.byName("lo"));

        Exception refusal = assertThrows(IllegalStateException.class, loopback::requireMac);
        assertTrue(refusal.getMessage().startsWith("Interface lo is not an Ethernet"), refusal.getMessage());
    }

    @Test
    void theHostsOwnAddressesAreListedAsPermanent() {
        List<AssignedAddress> own = hosts.here.inside(() -> Interfaces.addressesOf(hosts.link));

        AssignedAddress first = own.get(0);
        assertEquals(TwoHosts.address("10.77.0.1"), first.address());
        assertEquals(24, first.prefixLength());
        assertTrue(first.valid().isForever());
        assertTrue(own.stream().anyMatch(entry -> entry.address().equals(TwoHosts.address("fd77::1"))), own.toString());
    }
}
