package io.pgbaton.nodeagent.kernel;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * A file descriptor of a netlink or packet socket, in the network namespace of the thread that opens it. Not thread-safe:
 * its owner confines it to a thread or a lock, because the number of a closed descriptor soon belongs to another file.
 */
public final class KernelSocket implements AutoCloseable {
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    /** Returned by {@link #receive} when nothing arrived within the timeout. */
    public static final int NOTHING = -1;

    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_TRUNC = 0x20;
    private static final int CLOSED = -1;

    private final String purpose;
    private int descriptor;

    private KernelSocket(String purpose, int descriptor) {
        this.purpose = purpose;
        this.descriptor = descriptor;
    }

    /** The purpose names the socket in errors, as in "netlink socket for addresses". */
    public static KernelSocket open(int domain, int protocol, String purpose) {
        Libc.load();
        int descriptor = Libc.socket(domain, SOCK_RAW | SOCK_CLOEXEC, protocol);
        if (descriptor < 0) {
            throw KernelException.refused("open a " + purpose, Native.getLastError());
        }
        return new KernelSocket(purpose, descriptor);
    }

    /** A buffer that every method here takes: direct, in the byte order of this machine. */
    public static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    public KernelSocket bind(ByteBuffer address) {
        return configured("bind", Libc.bind(open(), address, address.limit()));
    }

    /** Bounds each {@link #receive}; without it a receive waits for ever. */
    public KernelSocket receiveTimeout(Duration timeout) {
        ByteBuffer timeval = buffer(16);
        timeval.putLong(timeout.toSeconds())
                .putLong(timeout.toNanosPart() / 1000)
                .flip();
        return option(SO_RCVTIMEO, timeval);
    }

    public KernelSocket option(int option, ByteBuffer value) {
        return configured("configure", Libc.setsockopt(open(), SOL_SOCKET, option, value, value.limit()));
    }

    /** Sends the buffer from position 0 to its limit. */
    public void send(ByteBuffer message) {
        check("send on", (int) Libc.send(open(), message, message.limit(), 0));
    }

    public void sendTo(ByteBuffer message, ByteBuffer address) {
        check("send on", (int) Libc.sendto(open(), message, message.limit(), 0, address, address.limit()));
    }

    /**
     * Fills the buffer from index 0 and sets its limit.
     *
     * @return the length, or {@link #NOTHING} after the timeout
     * @throws KernelException ENOBUFS: messages were lost; EINVAL: the message is longer than the buffer
     */
    public int receive(ByteBuffer buffer) {
        buffer.clear();
        int length = (int) Libc.recv(open(), buffer, buffer.capacity(), MSG_TRUNC);
        if (length < 0) {
            int errno = Native.getLastError();
            if (errno == Errno.EAGAIN.number() || errno == Errno.EINTR.number()) {
                return NOTHING;
            }
            throw KernelException.unanswered("receive on the " + purpose, errno);
        }
        if (length > buffer.capacity()) {
            throw KernelException.unanswered("read " + length + " bytes on the " + purpose, Errno.EINVAL.number());
        }
        buffer.limit(length);
        return length;
    }

    @Override
    public void close() {
        if (descriptor != CLOSED) {
            Libc.close(descriptor);
            descriptor = CLOSED;
        }
    }

    private int open() {
        if (descriptor == CLOSED) {
            throw KernelException.refused("use the " + purpose, Errno.EBADF.number());
        }
        return descriptor;
    }

    /** A socket that cannot be configured is of no use to anyone: it is closed. */
    private KernelSocket configured(String verb, int result) {
        try {
            check(verb, result);
            return this;
        } catch (KernelException e) {
            close();
            throw e;
        }
    }

    private void check(String verb, int result) {
        if (result < 0) {
            throw KernelException.refused(verb + " the " + purpose, Native.getLastError());
        }
    }
}
