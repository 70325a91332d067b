package io.pgbaton.nodeagent.act.kernel;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.Capabilities;
import io.pgbaton.nodeagent.kernel.Interfaces;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import java.io.IOException;
import java.net.InetAddress;

/**
 * Carries an address once, from the warm-up to the drop, and prints each step: a program of its own because capabilities
 * belong to a process. Arguments: interface, address.
 */
final class CarryOnce {
    private CarryOnce() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(Capabilities.ofThisProcess().sentence());
        InetAddress address = InetAddress.getByName(arguments[1]);
        NetworkLink link = Interfaces.byName(arguments[0]);
        long deadline = BootClock.nanos() + SECONDS.toNanos(20);
        try (KernelAddresses addresses = new KernelAddresses(link.index());
                Announcer announcer = new Announcer(link);
                SessionEnder ender = new SessionEnder()) {
            AddressHolder holder = new AddressHolder(addresses);
            holder.warmUp();
            announcer.warmUp();
            ender.warmUp();
            System.out.println(holder.hold(address, deadline).getClass().getSimpleName());
            System.out.println(announcer.announce(address, deadline));
            System.out.println(holder.prolong(address, deadline).getClass().getSimpleName());
            System.out.println(ender.end(address).getClass().getSimpleName());
            System.out.println(holder.drop(address));
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
        }
    }
}
