package io.pgbaton.nodeagent.act.kernel;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.pgbaton.nodeagent.kernel.AssignedAddress;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.KernelException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Carries addresses on one interface, never past a deadline (R1b). The remaining time is computed from CLOCK_BOOTTIME just
 * before the system call and checked again just after, since the process may have been stopped in between; the kernel
 * counts whole seconds, so they are rounded down. Deadlines are CLOCK_BOOTTIME nanoseconds: the sending of the last
 * confirmation plus the lifetime. Thread-safe: one operation at a time, so that a drop is never undone by a prolongation
 * that had begun before it.
 */
public final class AddressHolder {
    /**
     * Set again at most twice when the machine is that slow; then the address is let go. Once is enough on any other: a
     * call that began just above a whole second and ended below it leaves almost a second for the next.
     */
    private static final int ATTEMPTS = 3;
    /** Far above any lifetime in the configuration (60 s): a deadline beyond it is in the wrong unit or of another clock. */
    private static final long FARTHEST_DEADLINE = HOURS.toNanos(1);

    private final KernelAddresses addresses;
    private final LongSupplier bootNanos;
    private final Runnable beforeSystemCall;

    public AddressHolder(KernelAddresses addresses) {
        this(addresses, BootClock::nanos, () -> {});
    }

    /** @param beforeSystemCall runs between the computation of the remaining time and the system call */
    public AddressHolder(KernelAddresses addresses, LongSupplier bootNanos, Runnable beforeSystemCall) {
        this.addresses = addresses;
        this.bootNanos = bootNanos;
        this.beforeSystemCall = beforeSystemCall;
    }

    /**
     * Takes the address, or adopts the one that is there.
     *
     * @return Held, TooLate or Occupied
     * @throws KernelException the kernel refused; the interface is as it was
     */
    public synchronized Holding hold(InetAddress address, long deadlineBootNanos) {
        Optional<AssignedAddress> foreign =
                entriesOf(address).filter(entry -> !isHost(entry)).findFirst();
        if (foreign.isPresent()) {
            return new Holding.Occupied(foreign.get().prefixLength());
        }
        return putUntil(address, deadlineBootNanos);
    }

    /**
     * Sets the lifetime of an address that is held.
     *
     * @return Held, TooLate or Vanished
     * @throws KernelException the kernel refused; the interface is as it was
     */
    public synchronized Holding prolong(InetAddress address, long deadlineBootNanos) {
        Optional<AssignedAddress> before = findHeld(address);
        if (before.isEmpty()) {
            return new Holding.Vanished();
        }
        Holding result = putUntil(address, deadlineBootNanos);
        if (result instanceof Holding.Held && !isStill(before.get())) {
            addresses.remove(address);
            return new Holding.Vanished();
        }
        return result;
    }

    public synchronized Dropped drop(InetAddress address) {
        return addresses.remove(address) ? Dropped.REMOVED : Dropped.WAS_ABSENT;
    }

    /** Runs every path once, those of the {@link KernelAddresses} too, and changes nothing. */
    public synchronized void warmUp() {
        if (addresses.find(WarmUp.ABSENT).isPresent()) {
            return;
        }
        addresses.warmUp();
        prolong(WarmUp.ABSENT, bootNanos.getAsLong());
        putUntil(WarmUp.ABSENT, bootNanos.getAsLong());
    }

    private Holding putUntil(InetAddress address, long deadline) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int seconds = wholeSeconds(deadline - bootNanos.getAsLong());
            if (seconds < 1) {
                return letGo(address);
            }
            beforeSystemCall.run();
            putOrRemove(address, seconds);
            long kernelEnd = bootNanos.getAsLong() + SECONDS.toNanos(seconds);
            if (kernelEnd <= deadline) {
                return new Holding.Held(kernelEnd);
            }
        }
        return letGo(address);
    }

    private Holding letGo(InetAddress address) {
        addresses.remove(address);
        return new Holding.TooLate();
    }

    /** A put whose answer was lost may have been carried out, perhaps of an address that had vanished: it is undone. */
    private void putOrRemove(InetAddress address, int seconds) {
        try {
            addresses.put(address, seconds);
        } catch (KernelException e) {
            if (!e.outcomeKnown()) {
                removeAfter(e, address);
            }
            throw e;
        }
    }

    private void removeAfter(KernelException cause, InetAddress address) {
        try {
            addresses.remove(address);
        } catch (KernelException e) {
            cause.addSuppressed(e);
        }
    }

    /** The kernel adds what it is told to change and does not find; only the time of creation tells the difference. */
    private boolean isStill(AssignedAddress before) {
        return findHeld(before.address())
                .filter(now -> now.createdAt() == before.createdAt())
                .isPresent();
    }

    private Optional<AssignedAddress> findHeld(InetAddress address) {
        return entriesOf(address).filter(AddressHolder::isHost).findFirst();
    }

    /** An IPv4 address can be on an interface several times, with different prefix lengths. */
    private Stream<AssignedAddress> entriesOf(InetAddress address) {
        return addresses.list().stream().filter(entry -> entry.address().equals(address));
    }

    private static boolean isHost(AssignedAddress entry) {
        return entry.prefixLength() == AssignedAddress.hostPrefixLength(entry.address());
    }

    private static int wholeSeconds(long remainingNanos) {
        if (remainingNanos > FARTHEST_DEADLINE) {
            throw new IllegalArgumentException(
                    "A deadline " + remainingNanos + " ns ahead is not one of CLOCK_BOOTTIME");
        }
        return (int) (remainingNanos / SECONDS.toNanos(1));
    }
}
