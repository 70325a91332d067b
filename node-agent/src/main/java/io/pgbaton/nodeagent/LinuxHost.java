package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.config.Host;
import io.pgbaton.nodeagent.kernel.AddressFlag;
import io.pgbaton.nodeagent.kernel.AssignedAddress;
import io.pgbaton.nodeagent.kernel.Interfaces;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The host on which this agent runs. */
final class LinuxHost implements Host {

    @Override
    public Optional<List<String>> interfaces() {
        return Optional.of(Interfaces.all().stream().map(NetworkLink::name).toList());
    }

    /**
     * The first of a shared prefix. A write address that another mover left here is a /32 or a secondary one, and no reason
     * to refuse: pgbaton may run beside that mover in mode observe.
     */
    @Override
    public boolean isItsOwn(InetAddress address) {
        return Interfaces.all().stream()
                .flatMap(link -> Interfaces.addressesOf(link).stream())
                .anyMatch(found -> found.address().equals(address) && firstOfItsPrefix(found));
    }

    private static boolean firstOfItsPrefix(AssignedAddress found) {
        boolean shared = found.prefixLength() < AssignedAddress.hostPrefixLength(found.address());
        return shared && !found.flags().contains(AddressFlag.SECONDARY);
    }
}
