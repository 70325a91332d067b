package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.kernel.Announced;
import io.pgbaton.nodeagent.act.kernel.Announcer;
import io.pgbaton.nodeagent.act.kernel.Holding;
import io.pgbaton.nodeagent.act.kernel.KernelAddresses;
import io.pgbaton.nodeagent.act.kernel.SessionEnder;
import io.pgbaton.nodeagent.act.kernel.SessionsEnded;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.KernelException;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import io.pgbaton.nodeagent.observe.kernel.ClaimListener;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Carries out what is decided about one address on its interface, in order, on the pool named for it. */
public final class LinkWorker {
    private final WorkerExecutor kernel;
    private final InetAddress address;
    private final KernelAddresses addresses;
    private final AddressHolder holder;
    private final SessionEnder sessions;
    private final Announcer announcer;
    private final Link link;

    LinkWorker(WorkerExecutor kernel, InetAddress address, Link link) {
        this.kernel = kernel;
        this.address = address;
        this.addresses = link.addresses();
        this.holder = link.holder();
        this.sessions = link.sessions();
        this.announcer = link.announcer();
        this.link = link;
    }

    /**
     * The open sockets to the kernel for one interface, shared by the addresses on it.
     *
     * @param listeners one for each address whose neighbours are listened to
     */
    record Link(
            NetworkLink network,
            KernelAddresses addresses,
            AddressHolder holder,
            SessionEnder sessions,
            Announcer announcer,
            List<ClaimListener> listeners) {}

    /**
     * Listens, from now on, to other machines that claim the address, held here or not. Opens a socket in the network
     * namespace of the calling thread; closed with the interface's others.
     *
     * @param machine called on a thread of the listener's
     */
    void listen(Consumer<AddressInput> machine) {
        String ownMac = link.network().requireMac().toString();
        link.listeners()
                .add(new ClaimListener(
                        link.network(),
                        Set.of(address),
                        claim -> machine.accept(new AddressInput.ForeignClaim(
                                BootClock.nanos(), claim.claimant().toString(), ownMac))));
    }

    Future<AddressInput> change(LinkOperation operation, long deadline) {
        return run(() -> switch (operation) {
                    case RAISE -> held(operation, holder.hold(address, deadline));
                    case PROLONG -> held(operation, holder.prolong(address, deadline));
                    case DROP -> drop();
                })
                .recover(failure -> Future.succeededFuture(
                        changed(operation, LinkResult.FAILED, String.valueOf(failure.getMessage()))));
    }

    /** Fails when the kernel does not answer; the next tick looks again. */
    Future<AddressInput> look() {
        return run(() -> new AddressInput.LinkSeen(
                BootClock.nanos(), addresses.find(address).isPresent()));
    }

    /** Fails when the kernel does not answer. */
    Future<Boolean> interfaceExists() {
        return run(addresses::interfaceExists);
    }

    /** All that raising and dropping the address does, of an address that nobody has. Fails with the reason. */
    Future<Void> rehearse() {
        return run(() -> {
            if (!addresses.interfaceExists()) {
                throw new IllegalStateException("its interface is gone, or was made anew: restart this agent");
            }
            addresses.find(address);
            holder.warmUp();
            sessions.warmUp();
            return null;
        });
    }

    /** Frames are built, the socket is used, nothing is sent. */
    Future<Void> rehearseAnnouncement() {
        return run(() -> {
            announcer.warmUp();
            return null;
        });
    }

    /** Nothing is sent past the deadline (R1b). */
    Future<Announced> announce(long deadline) {
        return run(() -> announcer.announce(address, deadline));
    }

    private static AddressInput held(LinkOperation operation, Holding holding) {
        if (holding instanceof Holding.Held) {
            return changed(operation, LinkResult.DONE, "");
        }
        if (holding instanceof Holding.TooLate) {
            return changed(operation, LinkResult.TOO_LATE, "what was left of its lifetime was over");
        }
        if (holding instanceof Holding.Vanished) {
            return changed(operation, LinkResult.VANISHED, "it was no longer on the interface");
        }
        return changed(operation, LinkResult.FAILED, String.valueOf(holding));
    }

    /** R1c: sessions first, while the address can still carry their reset to the clients. */
    private AddressInput drop() {
        String detail = endSessions();
        holder.drop(address);
        // A client may have come in between the two.
        endSessions();
        return changed(LinkOperation.DROP, LinkResult.DONE, detail);
    }

    /** Never keeps the address: what cannot be ended here ends by its own timeouts. */
    private String endSessions() {
        try {
            return describe(sessions.end(address));
        } catch (KernelException e) {
            return "sessions were not ended: " + e.getMessage();
        }
    }

    private static String describe(SessionsEnded ended) {
        if (ended instanceof SessionsEnded.Ended sessions) {
            return sessions.sessions().size() + " sessions ended";
        }
        return "this kernel cannot end sessions; they end by their own timeouts";
    }

    private static AddressInput changed(LinkOperation operation, LinkResult result, String detail) {
        return new AddressInput.LinkChanged(BootClock.nanos(), operation, result, detail);
    }

    private <T> Future<T> run(Callable<T> work) {
        return kernel.executeBlocking(work, true);
    }
}
