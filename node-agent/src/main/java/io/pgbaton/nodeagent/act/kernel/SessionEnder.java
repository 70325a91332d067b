package io.pgbaton.nodeagent.act.kernel;

import io.pgbaton.nodeagent.kernel.KernelException;
import io.pgbaton.nodeagent.kernel.NetlinkRequest;
import io.pgbaton.nodeagent.kernel.NetlinkSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the TCP connections bound to a local address, as {@code ss -K src ADDRESS} does (R1c). Both ends notice: the client
 * gets a reset, the server's read or write fails with ECONNABORTED. Call it while the address is still on the interface, or
 * the resets cannot leave; call it once more after the removal for a client that came in between. Thread-safe.
 */
public final class SessionEnder implements AutoCloseable {
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int SOCK_DESTROY = 21;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPPROTO_TCP = 6;
    private static final int FIN_WAIT2 = 5;
    private static final int TIME_WAIT = 6;
    private static final int LISTEN = 10;
    /** A listener is no session, and TIME_WAIT is only a memory of one. */
    private static final int SESSION_STATES = ~(1 << TIME_WAIT | 1 << LISTEN);

    private enum Outcome {
        ENDED,
        GONE,
        NOT_SUPPORTED
    }

    private final NetlinkSocket socket = NetlinkSocket.connections();

    /**
     * Ends those that exist now, all local ports.
     *
     * @throws KernelException EPERM without CAP_NET_ADMIN
     */
    public synchronized SessionsEnded end(InetAddress local) {
        List<TcpSession> ended = new ArrayList<>();
        List<TcpSession> notSupported = new ArrayList<>();
        for (DiagnosedSocket found : sessionsOf(local)) {
            switch (destroy(found)) {
                case ENDED -> ended.add(found.session());
                case NOT_SUPPORTED -> notSupported.add(found.session());
                case GONE -> {}
            }
        }
        return notSupported.isEmpty()
                ? new SessionsEnded.Ended(List.copyOf(ended))
                : new SessionsEnded.NotSupported(List.copyOf(notSupported));
    }

    /** Runs every path once and ends nothing. */
    public synchronized void warmUp() {
        sessionsOf(WarmUp.ABSENT);
        ByteBuffer nobody = ByteBuffer.allocate(DiagnosedSocket.IDENTITY_LENGTH);
        destroy(new DiagnosedSocket(AF_INET, 0, WarmUp.ABSENT, new TcpSession(null, 0), nobody));
    }

    private List<DiagnosedSocket> sessionsOf(InetAddress local) {
        List<DiagnosedSocket> sessions = new ArrayList<>();
        // IPv6 too for an IPv4 address: a server that listens on :: has its IPv4 clients on v4-mapped IPv6 sockets.
        for (int family : new int[] {AF_INET, AF_INET6}) {
            ByteBuffer anyIdentity = ByteBuffer.allocate(DiagnosedSocket.IDENTITY_LENGTH);
            NetlinkRequest request = request(SOCK_DIAG_BY_FAMILY, family, anyIdentity);
            socket.dump(request, "list the TCP connections").stream()
                    .map(DiagnosedSocket::of)
                    .filter(found -> found.local().equals(local))
                    .forEach(sessions::add);
        }
        return sessions;
    }

    private Outcome destroy(DiagnosedSocket found) {
        try {
            String operation = "end the connection " + found.session();
            socket.execute(request(SOCK_DESTROY, found.family(), found.identity()), operation);
            return Outcome.ENDED;
        } catch (KernelException e) {
            return switch (e.errno()) {
                case ENOENT -> Outcome.GONE;
                // Before 6.x a closed socket without a process, which waits in FIN_WAIT2, cannot be destroyed.
                case EOPNOTSUPP -> found.state() == FIN_WAIT2 ? Outcome.GONE : Outcome.NOT_SUPPORTED;
                default -> throw e;
            };
        }
    }

    private static NetlinkRequest request(int type, int family, ByteBuffer identity) {
        return new NetlinkRequest(type, 0)
                .bytes(family, IPPROTO_TCP, 0, 0)
                .integer(SESSION_STATES)
                .raw(identity);
    }

    @Override
    public synchronized void close() {
        socket.close();
    }
}
