package io.pgbaton.nodeagent.act.kernel;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.Errno;
import io.pgbaton.nodeagent.kernel.KernelException;
import io.pgbaton.nodeagent.kernel.KernelSocket;
import io.pgbaton.nodeagent.kernel.MacAddress;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import io.pgbaton.nodeagent.kernel.PacketAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * Tells the neighbours on one interface that an address lives here, by gratuitous ARP or an unsolicited neighbour
 * advertisement; never past the deadline of the address (R1b). Sends once: the caller repeats. Thread-safe.
 */
public final class Announcer implements AutoCloseable {
    /** Not a packet socket for receiving: it would queue every frame of the interface. */
    private static final int NO_PROTOCOL = 0;

    private final MacAddress mac;
    private final ByteBuffer destination;
    private final KernelSocket socket;
    private final LongSupplier bootNanos;

    /**
     * Opens the socket in the network namespace of the calling thread.
     *
     * @throws IllegalStateException if the interface is not an Ethernet
     */
    public Announcer(NetworkLink link) {
        this(link, BootClock::nanos);
    }

    Announcer(NetworkLink link, LongSupplier bootNanos) {
        this.mac = link.requireMac();
        this.destination = PacketAddress.of(link.index(), NO_PROTOCOL);
        this.socket = KernelSocket.open(KernelSocket.AF_PACKET, NO_PROTOCOL, "packet socket on " + link.name());
        this.bootNanos = bootNanos;
    }

    /**
     * Sends every form of announcement that the address family knows, once.
     *
     * @param deadlineBootNanos as for {@link AddressHolder}
     * @throws KernelException ENETDOWN, ENODEV, ENOBUFS: it was not, or not wholly, sent
     */
    public synchronized Announced announce(InetAddress address, long deadlineBootNanos) {
        for (ByteBuffer frame : AnnouncementFrames.of(address, mac)) {
            if (isPast(deadlineBootNanos)) {
                return Announced.TOO_LATE;
            }
            socket.sendTo(frame, destination);
        }
        return isPast(deadlineBootNanos) ? Announced.TOO_LATE : Announced.SENT;
    }

    /** Runs every path once and sends nothing. */
    public synchronized void warmUp() {
        announce(WarmUp.ABSENT, bootNanos.getAsLong());
        try {
            // The kernel refuses a frame without an Ethernet header.
            socket.sendTo(KernelSocket.buffer(0), destination);
        } catch (KernelException e) {
            if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENETDOWN) {
                throw e;
            }
        }
    }

    private boolean isPast(long deadlineBootNanos) {
        return bootNanos.getAsLong() - deadlineBootNanos >= 0;
    }

    @Override
    public synchronized void close() {
        socket.close();
    }
}
