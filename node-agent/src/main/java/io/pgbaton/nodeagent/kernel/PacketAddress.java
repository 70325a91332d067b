package io.pgbaton.nodeagent.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The address of a packet socket, struct sockaddr_ll of packet(7). */
public final class PacketAddress {
    private static final int LENGTH = 20;

    private PacketAddress() {}

    /** The protocol is the EtherType to receive; 0 receives nothing, and frames to send carry their own. */
    public static ByteBuffer of(int interfaceIndex, int protocol) {
        ByteBuffer address = KernelSocket.buffer(LENGTH);
        address.putShort((short) KernelSocket.AF_PACKET);
        address.order(ByteOrder.BIG_ENDIAN).putShort((short) protocol).order(ByteOrder.nativeOrder());
        address.putInt(interfaceIndex);
        return address.clear();
    }
}
