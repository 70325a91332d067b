package io.pgbaton.nodeagent.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** Looks interfaces up in the network namespace of the calling thread. */
public final class Interfaces {
    private static final int RTM_GETLINK = 18;

    private Interfaces() {}

    /**
     * Finds one by its name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that exist
     */
    public static NetworkLink byName(String name) {
        List<NetworkLink> links = all();
        return links.stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no interface " + name + "; this host has "
                        + links.stream().map(NetworkLink::name).collect(Collectors.joining(", "))));
    }

    public static List<NetworkLink> all() {
        try (NetlinkSocket socket = NetlinkSocket.route()) {
            return all(socket);
        }
    }

    /** Of the namespace in which the socket was opened. */
    public static List<NetworkLink> all(NetlinkSocket socket) {
        NetlinkRequest request = new NetlinkRequest(RTM_GETLINK, 0);
        request.integer(0).integer(0).integer(0).integer(0);
        return socket.dump(request, "list the interfaces").stream()
                .map(NetworkLink::of)
                .toList();
    }

    public static List<AssignedAddress> addressesOf(NetworkLink link) {
        try (NetlinkSocket socket = NetlinkSocket.route()) {
            return AssignedAddress.on(link.index(), socket);
        }
    }
}
