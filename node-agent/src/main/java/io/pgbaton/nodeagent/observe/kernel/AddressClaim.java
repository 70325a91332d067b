package io.pgbaton.nodeagent.observe.kernel;

import io.pgbaton.nodeagent.kernel.MacAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A neighbour said, by ARP or neighbour advertisement, that an address is its own. */
public record AddressClaim(InetAddress address, MacAddress claimant) {
    private static final int ETHERTYPE_AT = 12;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ARP_SENDER_MAC_AT = 22;
    private static final int ARP_SENDER_ADDRESS_AT = 28;
    private static final int ARP_END = 42;
    private static final int ETHERNET_SOURCE_AT = 6;
    private static final int TARGET_AT = 62;
    private static final int TARGET_END = 78;
    private static final int OPTION_TARGET_LINK_LAYER = 2;
    private static final int OPTION_END = TARGET_END + 2 + MacAddress.LENGTH;

    /**
     * Reads an Ethernet frame of ARP, request or reply, or of a neighbour advertisement.
     *
     * @return empty if it is too short, or an ARP probe, whose sender (0.0.0.0) does not claim anything yet
     */
    static Optional<AddressClaim> parse(ByteBuffer frame) {
        boolean arp = frame.limit() >= ARP_END && etherType(frame) == ETHERTYPE_ARP;
        if (arp) {
            return Optional.of(new AddressClaim(
                    address(frame, ARP_SENDER_ADDRESS_AT, 4), MacAddress.at(frame, ARP_SENDER_MAC_AT)));
        }
        return frame.limit() < TARGET_END
                ? Optional.empty()
                : Optional.of(new AddressClaim(address(frame, TARGET_AT, 16), advertisedMac(frame)));
    }

    /** The option names the MAC for the address; without it (allowed in answers) the frame's sender is meant. */
    private static MacAddress advertisedMac(ByteBuffer frame) {
        boolean option = frame.limit() >= OPTION_END && frame.get(TARGET_END) == OPTION_TARGET_LINK_LAYER;
        return MacAddress.at(frame, option ? TARGET_END + 2 : ETHERNET_SOURCE_AT);
    }

    private static int etherType(ByteBuffer frame) {
        return Byte.toUnsignedInt(frame.get(ETHERTYPE_AT)) << 8 | Byte.toUnsignedInt(frame.get(ETHERTYPE_AT + 1));
    }

    private static InetAddress address(ByteBuffer frame, int at, int length) {
        byte[] bytes = new byte[length];
        frame.get(at, bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of " + length + " bytes", e);
        }
    }
}
