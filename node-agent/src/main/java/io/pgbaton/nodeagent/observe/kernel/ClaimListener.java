package io.pgbaton.nodeagent.observe.kernel;

import io.pgbaton.nodeagent.kernel.Errno;
import io.pgbaton.nodeagent.kernel.KernelException;
import io.pgbaton.nodeagent.kernel.KernelSocket;
import io.pgbaton.nodeagent.kernel.MacAddress;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import io.pgbaton.nodeagent.kernel.PacketAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears other machines claim one of our addresses on one interface (R1e: the last holder may thaw and believe that it still
 * holds). Whether we hold the address now is for the caller to know. One daemon thread for each address family in use.
 */
public final class ClaimListener implements AutoCloseable {
    private static final int NO_PROTOCOL = 0;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    /** Of both kinds of frame only the first 86 bytes matter, but a longer one must not be refused. */
    private static final int FRAME_BYTES = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(ClaimListener.class);

    private final Set<InetAddress> ours;
    private final MacAddress ownMac;
    private final Consumer<AddressClaim> listener;
    private final List<ReceiveLoop> loops = new ArrayList<>();

    /**
     * Opens its sockets in the network namespace of the calling thread.
     *
     * @param ours the addresses to watch, held now or not
     * @param listener called on the listener's threads for claims with another MAC than the interface's
     * @throws KernelException EPERM without CAP_NET_RAW
     */
    public ClaimListener(NetworkLink link, Set<InetAddress> ours, Consumer<AddressClaim> listener) {
        this.ours = Set.copyOf(ours);
        this.ownMac = link.requireMac();
        this.listener = listener;
        if (ours.stream().anyMatch(Inet4Address.class::isInstance)) {
            listen(link, ETHERTYPE_ARP);
        }
        if (!ours.stream().allMatch(Inet4Address.class::isInstance)) {
            listen(link, ETHERTYPE_IPV6);
        }
    }

    private void listen(NetworkLink link, int etherType) {
        KernelSocket socket = KernelSocket.open(KernelSocket.AF_PACKET, NO_PROTOCOL, "packet socket on " + link.name());
        if (etherType == ETHERTYPE_IPV6) {
            AdvertisementFilter.attachTo(socket);
        }
        // Bound last: a packet socket receives nothing before, so nothing slips past the filter or from other
        // interfaces.
        socket.receiveTimeout(ReceiveLoop.RECEIVE_TIMEOUT).bind(PacketAddress.of(link.index(), etherType));
        ByteBuffer frame = KernelSocket.buffer(FRAME_BYTES);
        String name = "claims-" + link.name() + (etherType == ETHERTYPE_ARP ? "-arp" : "-na");
        loops.add(new ReceiveLoop(name, socket, () -> receive(socket, frame)));
    }

    private boolean receive(KernelSocket socket, ByteBuffer frame) {
        try {
            if (socket.receive(frame) != KernelSocket.NOTHING) {
                AddressClaim.parse(frame).filter(this::isForeign).ifPresent(this::tell);
            }
            return true;
        } catch (KernelException e) {
            // Reported once when the interface goes down; the socket hears again when it is back up.
            boolean passing = e.errno() == Errno.ENETDOWN || e.errno() == Errno.ENOBUFS;
            LOG.warn("Claims of other machines may be missed goesOn={}", passing, e);
            return passing;
        }
    }

    private boolean isForeign(AddressClaim claim) {
        return ours.contains(claim.address()) && !claim.claimant().equals(ownMac);
    }

    private void tell(AddressClaim claim) {
        try {
            listener.accept(claim);
        } catch (RuntimeException e) {
            LOG.error("The listener failed on a claim, which is lost claim={}", claim, e);
        }
    }

    @Override
    public void close() {
        loops.forEach(ReceiveLoop::close);
    }
}
