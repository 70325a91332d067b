package io.pgbaton.nodeagent.observe.kernel;

import io.pgbaton.nodeagent.kernel.AssignedAddress;
import io.pgbaton.nodeagent.kernel.Errno;
import io.pgbaton.nodeagent.kernel.KernelException;
import io.pgbaton.nodeagent.kernel.NetlinkReply;
import io.pgbaton.nodeagent.kernel.NetlinkSocket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener each change of an address on this host, on a daemon thread of its own. Subscribes first: whoever lists
 * the addresses after the constructor misses nothing, and may see a change twice.
 */
public final class AddressMonitor implements AutoCloseable {
    private static final int RTMGRP_IPV4_IFADDR = 0x10;
    private static final int RTMGRP_IPV6_IFADDR = 0x100;
    private static final Logger LOG = LoggerFactory.getLogger(AddressMonitor.class);

    private final NetlinkSocket socket;
    private final Consumer<AddressEvent> listener;
    private final ReceiveLoop loop;

    /**
     * Opens the socket in the network namespace of the calling thread. Needs no capability.
     *
     * @param listener called on the monitor's thread, in the kernel's order; a slow one causes an Overrun
     */
    public AddressMonitor(Consumer<AddressEvent> listener) {
        this.listener = listener;
        this.socket = NetlinkSocket.notifications(RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR, ReceiveLoop.RECEIVE_TIMEOUT);
        this.loop = new ReceiveLoop("address-monitor", socket, this::receive);
    }

    private boolean receive() {
        try {
            socket.receive().forEach(this::report);
            return true;
        } catch (KernelException e) {
            boolean lostSome = e.errno() == Errno.ENOBUFS;
            tell(lostSome ? new AddressEvent.Overrun() : new AddressEvent.Ended(e));
            return lostSome;
        }
    }

    private void report(NetlinkReply notification) {
        if (notification.type() == AssignedAddress.RTM_DELADDR) {
            tell(new AddressEvent.Vanished(AssignedAddress.of(notification)));
        } else if (notification.type() == AssignedAddress.RTM_NEWADDR) {
            AssignedAddress address = AssignedAddress.of(notification);
            boolean isNew = address.createdAt() == address.refreshedAt();
            tell(isNew ? new AddressEvent.Appeared(address) : new AddressEvent.Changed(address));
        }
    }

    private void tell(AddressEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("The listener failed on an address event, which is lost event={}", event, e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
