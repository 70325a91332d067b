package io.pgbaton.nodeagent.kernel;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * A network interface.
 *
 * @param mac empty if it is not an Ethernet (tunnels, InfiniBand)
 * @param up administratively up and with a carrier
 */
public record NetworkLink(String name, int index, Optional<MacAddress> mac, boolean up) {
    private static final int HEADER_LENGTH = 16;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int ARPHRD_ETHER = 1;
    private static final int IFF_UP = 0x1;
    private static final int IFF_LOWER_UP = 0x10000;

    static NetworkLink of(NetlinkReply reply) {
        ByteBuffer header = reply.body();
        Map<Integer, ByteBuffer> attributes = reply.attributes(HEADER_LENGTH);
        boolean ethernet = header.getShort(2) == ARPHRD_ETHER;
        int flags = header.getInt(8);
        return new NetworkLink(
                name(attributes.get(IFLA_IFNAME)),
                header.getInt(4),
                ethernet ? Optional.of(MacAddress.at(attributes.get(IFLA_ADDRESS), 0)) : Optional.empty(),
                (flags & IFF_UP) != 0 && (flags & IFF_LOWER_UP) != 0);
    }

    private static String name(ByteBuffer value) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < value.limit() && value.get(i) != 0; i++) {
            name.append((char) value.get(i));
        }
        return name.toString();
    }

    /**
     * The address that neighbours learn.
     *
     * @throws IllegalStateException if ARP and neighbour discovery do not work here
     */
    public MacAddress requireMac() {
        return mac.orElseThrow(
                () -> new IllegalStateException(
                        "Interface " + name
                                + " is not an Ethernet: an address on it cannot be announced. Name an Ethernet interface in the configuration"));
    }
}
