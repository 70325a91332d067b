package io.pgbaton.nodeagent.act.kernel;

import static io.pgbaton.nodeagent.kernel.TwoHosts.ADDRESS;
import static io.pgbaton.nodeagent.kernel.TwoHosts.ADDRESS6;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import io.pgbaton.nodeagent.observe.kernel.AddressEvent;
import io.pgbaton.nodeagent.observe.kernel.AddressMonitor;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints how long the kernel calls take and how late the kernel removes an address after its lifetime. Needs root.
 * Argument {@code warm} runs the warm-ups before the first call, as the agent does.
 */
final class KernelTimings {
    private static final int CALLS = 2000;
    /** Each starts 1/13 s later after the removal before it: at every phase of the kernel's timers, which round to seconds. */
    private static final int LIFETIMES = 13;

    private static final int LIFETIME_SECONDS = 2;

    private final TwoHosts hosts;
    private final KernelAddresses addresses;
    private final AddressHolder holder;
    private final Announcer announcer;
    private final SessionEnder ender;

    private KernelTimings(TwoHosts hosts) {
        this.hosts = hosts;
        addresses = hosts.here.inside(() -> new KernelAddresses(hosts.link.index()));
        holder = new AddressHolder(addresses);
        announcer = hosts.here.inside(() -> new Announcer(hosts.link));
        ender = hosts.here.inside(SessionEnder::new);
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (TwoHosts hosts = TwoHosts.create()) {
            KernelTimings timings = new KernelTimings(hosts);
            timings.printFirstCalls(arguments.length > 0 && arguments[0].equals("warm"));
            timings.printCalls(ADDRESS);
            timings.printCalls(ADDRESS6);
            timings.printLateness(ADDRESS);
            timings.printLateness(ADDRESS6);
        }
    }

    private void printFirstCalls(boolean warm) {
        long start = System.nanoTime();
        if (warm) {
            holder.warmUp();
            announcer.warmUp();
            ender.warmUp();
            System.out.printf("warm-up %.2f ms%n", millisSince(start));
        }
        start = System.nanoTime();
        holder.hold(ADDRESS, inTenSeconds());
        System.out.printf("first hold, %s: %.2f ms%n", warm ? "warm" : "cold", millisSince(start));
        start = System.nanoTime();
        announcer.announce(ADDRESS, inTenSeconds());
        System.out.printf("first announce: %.2f ms%n", millisSince(start));
        start = System.nanoTime();
        ender.end(ADDRESS);
        System.out.printf("first end of sessions: %.2f ms%n", millisSince(start));
        holder.drop(ADDRESS);
    }

    private void printCalls(InetAddress address) {
        double[] hold = new double[CALLS];
        double[] announce = new double[CALLS];
        double[] prolong = new double[CALLS];
        double[] end = new double[CALLS];
        double[] drop = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            hold[i] = time(() -> holder.hold(address, inTenSeconds()));
            announce[i] = time(() -> announcer.announce(address, inTenSeconds()));
            prolong[i] = time(() -> holder.prolong(address, inTenSeconds()));
            end[i] = time(() -> ender.end(address));
            drop[i] = time(() -> holder.drop(address));
        }
        print(address, "hold (with its check before)", hold);
        print(address, "announce", announce);
        print(address, "prolong (with both checks)", prolong);
        print(address, "end of sessions, none there", end);
        print(address, "drop", drop);
    }

    private void printLateness(InetAddress address) throws InterruptedException {
        BlockingQueue<Long> ends = new LinkedBlockingQueue<>();
        AddressMonitor monitor = hosts.here.inside(() -> new AddressMonitor(event -> {
            if (event instanceof AddressEvent.Vanished) {
                ends.add(BootClock.nanos());
            }
        }));
        double[] late = new double[LIFETIMES];
        for (int i = 0; i < LIFETIMES; i++) {
            LockSupport.parkNanos(i * SECONDS.toNanos(1) / LIFETIMES);
            addresses.put(address, LIFETIME_SECONDS);
            long due = BootClock.nanos() + SECONDS.toNanos(LIFETIME_SECONDS);
            late[i] = (ends.take() - due) / 1e6;
        }
        monitor.close();
        print(address, "removed this long after its lifetime", late);
    }

    private static double time(Runnable call) {
        long start = System.nanoTime();
        call.run();
        return millisSince(start);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static long inTenSeconds() {
        return BootClock.nanos() + SECONDS.toNanos(10);
    }

    private static void print(InetAddress address, String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                "%s %s: n=%d min %.3f p50 %.3f p99 %.3f max %.3f ms%n",
                address.getHostAddress(),
                what,
                millis.length,
                millis[0],
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                millis[millis.length - 1]);
    }
}
