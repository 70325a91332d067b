package io.pgbaton.nodeagent.kernel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests to the kernel and their answers, matched by sequence number. Every wait is bounded. Not thread-safe, like the
 * {@link KernelSocket} it stands on. The kernel carries a request out inside send, so only its own locks can make one slow.
 */
public final class NetlinkSocket implements AutoCloseable {
    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);
    /** Twice what the kernel puts into one datagram of a dump. */
    private static final int RECEIVE_BYTES = 1 << 16;

    private static final int DUMP_ATTEMPTS = 10;

    private final KernelSocket socket;
    private final ByteBuffer received = KernelSocket.buffer(RECEIVE_BYTES);
    private int sequence;

    private NetlinkSocket(KernelSocket socket) {
        this.socket = socket;
    }

    /** Interfaces and addresses. */
    public static NetlinkSocket route() {
        return open(NETLINK_ROUTE, "netlink socket for addresses");
    }

    /** TCP connections. */
    public static NetlinkSocket connections() {
        return open(NETLINK_SOCK_DIAG, "netlink socket for connections");
    }

    /**
     * Notifications of the routing family instead of answers; read them with {@link #receive}.
     *
     * @param groups bits of RTMGRP_* (linux/rtnetlink.h)
     */
    public static NetlinkSocket notifications(int groups, Duration receiveTimeout) {
        KernelSocket socket = KernelSocket.open(KernelSocket.AF_NETLINK, NETLINK_ROUTE, "netlink socket for changes");
        ByteBuffer address = KernelSocket.buffer(12);
        address.putShort((short) KernelSocket.AF_NETLINK).putShort((short) 0).putInt(0);
        address.putInt(groups).flip();
        return new NetlinkSocket(socket.bind(address).receiveTimeout(receiveTimeout));
    }

    private static NetlinkSocket open(int family, String purpose) {
        KernelSocket socket = KernelSocket.open(KernelSocket.AF_NETLINK, family, purpose);
        return new NetlinkSocket(socket.receiveTimeout(ANSWER_TIMEOUT));
    }

    /**
     * Sends one request and waits for its acknowledgement.
     *
     * @param operation what is tried, for the error: "add 10.0.0.1"
     */
    public void execute(NetlinkRequest request, String operation) {
        socket.send(request.finish(NetlinkRequest.REQUEST | NetlinkRequest.ACK, ++sequence));
        readToEnd(operation);
    }

    /** Reads a whole list. A list that changed while it was read is read again, since entries may be missing. */
    public List<NetlinkReply> dump(NetlinkRequest request, String operation) {
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
            socket.send(request.finish(NetlinkRequest.REQUEST | NetlinkRequest.DUMP, ++sequence));
            List<NetlinkReply> entries = readToEnd(operation);
            if (entries.stream().noneMatch(NetlinkReply::interrupted)) {
                entries.removeIf(reply -> reply.type() == NetlinkReply.DONE);
                return entries;
            }
        }
        throw KernelException.refused(
                operation + " (it changed during each of " + DUMP_ATTEMPTS + " readings)", Errno.EINTR.number());
    }

    /** Up to DONE, or the ERROR that acknowledges when its number is 0. */
    private List<NetlinkReply> readToEnd(String operation) {
        List<NetlinkReply> entries = new ArrayList<>();
        while (true) {
            for (NetlinkReply reply : answers(operation)) {
                entries.add(reply);
                if (reply.type() == NetlinkReply.DONE || reply.type() == NetlinkReply.ERROR) {
                    refuseUnlessZero(reply, operation);
                    return entries;
                }
            }
        }
    }

    /** The messages of the next datagram, at least one, that answer the current request; older ones are passed over. */
    private List<NetlinkReply> answers(String operation) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < ANSWER_TIMEOUT.toNanos()) {
            List<NetlinkReply> replies = receive();
            replies.removeIf(reply -> reply.sequence() != sequence);
            if (!replies.isEmpty()) {
                return replies;
            }
        }
        throw KernelException.unanswered(operation, Errno.EAGAIN.number());
    }

    /** Whatever arrives next; empty after the receive timeout. */
    public List<NetlinkReply> receive() {
        return socket.receive(received) == KernelSocket.NOTHING ? new ArrayList<>() : NetlinkReply.readAll(received);
    }

    private static void refuseUnlessZero(NetlinkReply reply, String operation) {
        if (reply.errno() != 0) {
            throw KernelException.refused(operation, reply.errno());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
