package io.pgbaton.nodeagent.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What the configuration is checked against: the host it is for, or any host when it is only read. */
public interface Host {
    /** Names of the network interfaces; empty when that cannot be known here. */
    Optional<List<String>> interfaces();

    /** Whether this is an address by which the host itself is reached, which must never move. */
    boolean isItsOwn(InetAddress address);

    /** A configuration that is read on some other machine than it is for. */
    static Host any() {
        return new Host() {
            @Override
            public Optional<List<String>> interfaces() {
                return Optional.empty();
            }

            @Override
            public boolean isItsOwn(InetAddress address) {
                return false;
            }
        };
    }
}
