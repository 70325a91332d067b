package io.pgbaton.nodeagent.act.kernel;

import io.pgbaton.nodeagent.kernel.AddressFlag;
import io.pgbaton.nodeagent.kernel.AssignedAddress;
import io.pgbaton.nodeagent.kernel.Errno;
import io.pgbaton.nodeagent.kernel.Interfaces;
import io.pgbaton.nodeagent.kernel.KernelException;
import io.pgbaton.nodeagent.kernel.NetlinkRequest;
import io.pgbaton.nodeagent.kernel.NetlinkSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of one interface, through one netlink socket that stays open. Thread-safe. What it puts is always a /32 or
 * /128 without a route for a prefix, so that nothing else on the interface depends on it or goes with it (R1d). The rules of
 * time are {@link AddressHolder}'s.
 */
public final class KernelAddresses implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_CACHEINFO = 6;
    private static final int IFA_FLAGS = 8;

    private final int interfaceIndex;
    private final NetlinkSocket socket = NetlinkSocket.route();

    /** Opens the socket in the network namespace of the calling thread. */
    public KernelAddresses(int interfaceIndex) {
        this.interfaceIndex = interfaceIndex;
    }

    public synchronized List<AssignedAddress> list() {
        return AssignedAddress.on(interfaceIndex, socket);
    }

    /** Whether the host still has the interface; one made anew under its name is another. */
    public synchronized boolean interfaceExists() {
        return Interfaces.all(socket).stream().anyMatch(link -> link.index() == interfaceIndex);
    }

    /** With any prefix length: the address may have been set by somebody else. */
    public Optional<AssignedAddress> find(InetAddress address) {
        return list().stream().filter(entry -> entry.address().equals(address)).findFirst();
    }

    /**
     * Adds the address, or sets the lifetime of the one that is there.
     *
     * @param validSeconds until the kernel removes it; counted by the kernel from this call
     */
    public synchronized void put(InetAddress address, int validSeconds) {
        boolean ipv4 = address instanceof Inet4Address;
        NetlinkRequest request =
                request(AssignedAddress.RTM_NEWADDR, NetlinkRequest.CREATE | NetlinkRequest.REPLACE, address);
        // A deprecated IPv6 address is never chosen as the source of the host's own connections (R1d).
        int preferredSeconds = ipv4 ? validSeconds : 0;
        int flags = AddressFlag.NOPREFIXROUTE.bit() | (ipv4 ? 0 : AddressFlag.NODAD.bit());
        request.attribute(IFA_CACHEINFO, preferredSeconds, validSeconds, 0, 0).attribute(IFA_FLAGS, flags);
        socket.execute(request, "put " + address.getHostAddress() + " on interface " + interfaceIndex);
    }

    /** Returns false if it was not there. */
    public synchronized boolean remove(InetAddress address) {
        try {
            NetlinkRequest request = request(AssignedAddress.RTM_DELADDR, 0, address);
            socket.execute(request, "remove " + address.getHostAddress() + " from interface " + interfaceIndex);
            return true;
        } catch (KernelException e) {
            if (e.errno() == Errno.EADDRNOTAVAIL) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Runs every path once and changes nothing: where somebody uses that address all the same, nothing is run.
     *
     * @throws KernelException EPERM without CAP_NET_ADMIN
     */
    public void warmUp() {
        if (find(WarmUp.ABSENT).isPresent()) {
            return;
        }
        remove(WarmUp.ABSENT);
        try {
            // The kernel refuses a lifetime of 0 seconds.
            put(WarmUp.ABSENT, 0);
        } catch (KernelException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }

    private NetlinkRequest request(int type, int flags, InetAddress address) {
        byte[] bytes = address.getAddress();
        return new NetlinkRequest(type, flags)
                .bytes(address instanceof Inet4Address ? AF_INET : AF_INET6)
                .bytes(AssignedAddress.hostPrefixLength(address), 0, 0)
                .integer(interfaceIndex)
                .attribute(IFA_LOCAL, bytes)
                .attribute(IFA_ADDRESS, bytes);
    }

    @Override
    public synchronized void close() {
        socket.close();
    }
}
