package io.pgbaton.nodeagent.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An address on an interface, as the kernel reports it.
 *
 * @param valid until it is removed, counted from the moment of the report
 * @param createdAt hundredths of a second on the kernel's own count; another value means the address was gone in between
 * @param refreshedAt the same count, when its lifetimes were last set
 */
public record AssignedAddress(
        int interfaceIndex,
        InetAddress address,
        int prefixLength,
        Lifetime valid,
        Lifetime preferred,
        Set<AddressFlag> flags,
        int createdAt,
        int refreshedAt) {
    public static final int RTM_NEWADDR = 20;
    public static final int RTM_DELADDR = 21;

    private static final int RTM_GETADDR = 22;
    private static final int HEADER_LENGTH = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_CACHEINFO = 6;
    private static final int IFA_FLAGS = 8;

    /** All addresses of one interface, read now; filtered here because old kernels cannot. */
    public static List<AssignedAddress> on(int interfaceIndex, NetlinkSocket socket) {
        NetlinkRequest request =
                new NetlinkRequest(RTM_GETADDR, 0).bytes(0, 0, 0, 0).integer(0);
        return socket.dump(request, "list the addresses").stream()
                .filter(reply -> reply.body().getInt(4) == interfaceIndex)
                .map(AssignedAddress::of)
                .toList();
    }

    /** Reads an RTM_NEWADDR or RTM_DELADDR. */
    public static AssignedAddress of(NetlinkReply reply) {
        ByteBuffer header = reply.body();
        Map<Integer, ByteBuffer> attributes = reply.attributes(HEADER_LENGTH);
        // On a point-to-point link IFA_ADDRESS is the peer's, IFA_LOCAL ours; IPv6 without a peer has only IFA_ADDRESS.
        ByteBuffer address = attributes.getOrDefault(IFA_LOCAL, attributes.get(IFA_ADDRESS));
        ByteBuffer flags = attributes.get(IFA_FLAGS);
        int bits = flags == null ? Byte.toUnsignedInt(header.get(2)) : flags.getInt(0);
        ByteBuffer times = attributes.get(IFA_CACHEINFO);
        return new AssignedAddress(
                header.getInt(4),
                inetAddress(address),
                Byte.toUnsignedInt(header.get(1)),
                times == null ? Lifetime.FOREVER : new Lifetime(Integer.toUnsignedLong(times.getInt(4))),
                times == null ? Lifetime.FOREVER : new Lifetime(Integer.toUnsignedLong(times.getInt(0))),
                AddressFlag.of(bits),
                times == null ? 0 : times.getInt(8),
                times == null ? 0 : times.getInt(12));
    }

    /** 32 or 128: the prefix length of an address that shares its prefix with nothing (R1d). */
    public static int hostPrefixLength(InetAddress address) {
        return 8 * address.getAddress().length;
    }

    private static InetAddress inetAddress(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(0, bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The kernel reported an address of " + bytes.length + " bytes", e);
        }
    }
}
