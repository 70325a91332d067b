package io.pgbaton.nodeagent.act.kernel;

import io.pgbaton.nodeagent.kernel.NetlinkReply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * One entry of the kernel's list of TCP sockets, struct inet_diag_msg of sock_diag(7).
 *
 * @param identity struct inet_diag_sockid as the kernel gave it, cookie included: names this socket and no later one
 */
record DiagnosedSocket(int family, int state, InetAddress local, TcpSession session, ByteBuffer identity) {
    static final int IDENTITY_LENGTH = 48;
    private static final int IDENTITY_AT = 4;
    private static final int AF_INET = 2;

    static DiagnosedSocket of(NetlinkReply reply) {
        ByteBuffer body = reply.body();
        int family = body.get(0);
        // A slice is big-endian, as ports and addresses are in here.
        ByteBuffer identity = body.slice(IDENTITY_AT, IDENTITY_LENGTH);
        InetSocketAddress remote =
                new InetSocketAddress(address(identity, 20, family), Short.toUnsignedInt(identity.getShort(2)));
        TcpSession session = new TcpSession(remote, Short.toUnsignedInt(identity.getShort(0)));
        return new DiagnosedSocket(family, body.get(1), address(identity, 4, family), session, identity);
    }

    /** A v4-mapped address becomes the IPv4 address that it means: InetAddress does that by itself. */
    private static InetAddress address(ByteBuffer identity, int at, int family) {
        byte[] bytes = new byte[family == AF_INET ? 4 : 16];
        identity.get(at, bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of " + bytes.length + " bytes", e);
        }
    }
}
