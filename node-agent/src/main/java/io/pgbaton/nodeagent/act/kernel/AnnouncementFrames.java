package io.pgbaton.nodeagent.act.kernel;

import io.pgbaton.nodeagent.kernel.KernelSocket;
import io.pgbaton.nodeagent.kernel.MacAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The Ethernet frames that tell neighbours where an address lives now, ready to send. */
final class AnnouncementFrames {
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ARP_REQUEST = 1;
    private static final int ARP_REPLY = 2;
    private static final int NEXT_HEADER_ICMPV6 = 58;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int OVERRIDE_FLAG = 0x2000_0000;
    private static final int TARGET_LINK_LAYER_OPTION = 2;
    private static final int ICMP_LENGTH = 32;
    private static final int IPV6_HEADER_AT = 14;
    private static final int ICMP_AT = IPV6_HEADER_AT + 40;
    private static final byte[] ALL_NODES = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final MacAddress ALL_NODES_MAC = new MacAddress(0x3333_0000_0001L);

    private AnnouncementFrames() {}

    /** Both forms of gratuitous ARP, since some neighbours learn from one only (RFC 5227, section 3); one NA for IPv6. */
    static List<ByteBuffer> of(InetAddress address, MacAddress mac) {
        if (address instanceof Inet4Address ipv4) {
            return List.of(
                    arp(ARP_REQUEST, ipv4, mac, MacAddress.ZERO), arp(ARP_REPLY, ipv4, mac, MacAddress.BROADCAST));
        }
        return List.of(neighbourAdvertisement((Inet6Address) address, mac));
    }

    private static ByteBuffer arp(int operation, Inet4Address address, MacAddress mac, MacAddress target) {
        ByteBuffer frame = frame(42, MacAddress.BROADCAST, mac, ETHERTYPE_ARP);
        frame.putShort((short) 1).putShort((short) ETHERTYPE_IPV4).put((byte) 6).put((byte) 4);
        frame.putShort((short) operation).put(mac.bytes()).put(address.getAddress());
        return frame.put(target.bytes()).put(address.getAddress()).flip();
    }

    /** Unsolicited, with the override flag, or neighbours would keep the entry that they have (RFC 4861, section 7.2.6). */
    private static ByteBuffer neighbourAdvertisement(Inet6Address address, MacAddress mac) {
        ByteBuffer frame = frame(ICMP_AT + ICMP_LENGTH, ALL_NODES_MAC, mac, ETHERTYPE_IPV6);
        frame.putInt(6 << 28).putShort((short) ICMP_LENGTH).put((byte) NEXT_HEADER_ICMPV6);
        // Receivers drop neighbour discovery with any other hop limit: it proves that no router passed it on.
        frame.put((byte) 255).put(address.getAddress()).put(ALL_NODES);
        frame.put((byte) NEIGHBOUR_ADVERTISEMENT).put((byte) 0).putShort((short) 0);
        frame.putInt(OVERRIDE_FLAG).put(address.getAddress());
        frame.put((byte) TARGET_LINK_LAYER_OPTION).put((byte) 1).put(mac.bytes());
        return frame.putShort(ICMP_AT + 2, icmpChecksum(frame)).flip();
    }

    /** Over source, destination, length and next header, then the message (RFC 4443, section 2.3). */
    private static short icmpChecksum(ByteBuffer frame) {
        long sum = ICMP_LENGTH + NEXT_HEADER_ICMPV6;
        for (int at = IPV6_HEADER_AT + 8; at < ICMP_AT + ICMP_LENGTH; at += 2) {
            sum += Short.toUnsignedInt(frame.getShort(at));
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }

    private static ByteBuffer frame(int length, MacAddress destination, MacAddress source, int etherType) {
        ByteBuffer frame = KernelSocket.buffer(length).order(ByteOrder.BIG_ENDIAN);
        return frame.put(destination.bytes()).put(source.bytes()).putShort((short) etherType);
    }
}
