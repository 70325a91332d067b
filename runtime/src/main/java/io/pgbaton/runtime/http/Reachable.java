package io.pgbaton.runtime.http;

import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.EtcdSettings;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;

/** Where others reach what listens here. */
public final class Reachable {
    private static final int ANY_PORT = 9;

    private Reachable() {}

    /** What it listens on, or else the address from which this host reaches etcd. */
    public static HostPort from(HostPort listening, EtcdSettings etcd) {
        return new HostPort(host(listening.host(), etcd), listening.port());
    }

    private static String host(String host, EtcdSettings etcd) {
        if (!host.equals("0.0.0.0") && !host.equals("::")) {
            return host;
        }
        try (DatagramSocket probe = new DatagramSocket()) {
            // Connecting a datagram socket sends nothing; it asks the routing table.
            probe.connect(
                    new InetSocketAddress(URI.create(etcd.endpoints().get(0)).getHost(), ANY_PORT));
            return probe.getLocalAddress().getHostAddress();
        } catch (SocketException | UncheckedIOException | IllegalArgumentException noRoute) {
            return host;
        }
    }
}
