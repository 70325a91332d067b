package io.pgbaton.nodeagent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    @Test
    void bothCapabilitiesAreEnough() {
        assertTrue(withEffective("0000000000003000").complete());
    }

    @Test
    void aMissingCapabilityIsNamed() {
        assertEquals(
                "This process cannot carry addresses: it lacks CAP_NET_RAW; give it in systemd with"
                        + " AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW.",
                withEffective("0000000000001000").sentence());
        assertTrue(withEffective("0000000000000000").sentence().contains("lacks CAP_NET_ADMIN and CAP_NET_RAW"));
    }

    private static Capabilities withEffective(String mask) {
        return Capabilities.parse(List.of("Name:\tjava", "CapPrm:\tffffffffffffffff", "CapEff:\t" + mask));
    }
}
