package io.pgbaton.sim.node;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.time.BootClock;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.ArrayList;
import java.util.List;

/**
 * The address on one node's interface. It ends by itself with its lifetime, up to 1.3 s late (measured: the kernel
 * looks
 * only now and then), goes on while every process of the node is stopped, and stands still while the machine is frozen.
 */
public final class SimKernel {
    private static final long LATEST = 1_300 * MILLIS;

    private final SimScheduler scheduler;
    private final SimRandom random;
    private final BootClock boot;
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean present;
    private boolean byHand;
    private long end;
    private long creations;
    private SimScheduler.Event expiry;

    public SimKernel(SimScheduler scheduler, SimRandom random, BootClock boot) {
        this.scheduler = scheduler;
        this.random = random;
        this.boot = boot;
    }

    /** Called after the address came or went, not when its lifetime changes. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    public boolean present() {
        return present;
    }

    /** Present, and not only because somebody typed {@code ip addr add}. */
    public boolean carried() {
        return present && !byHand;
    }

    /** Differs when the address was gone in between, as the kernel's creation time does. */
    public long creation() {
        return creations;
    }

    /** Boot time at which it goes at the latest, {@link Long#MAX_VALUE} for one put there by hand. */
    public long end() {
        return end;
    }

    /** Adds the address, or changes its lifetime if it is there: the kernel does not ask which was meant. */
    public void put(long wholeSeconds) {
        byHand = false;
        end = boot.now() + wholeSeconds * SECOND + random.between(0, LATEST);
        arm();
        appear();
    }

    public void putByHand() {
        byHand = true;
        end = Long.MAX_VALUE;
        disarm();
        appear();
    }

    /** @return whether it was there */
    public boolean remove() {
        boolean was = present;
        disarm();
        if (was) {
            present = false;
            listeners.forEach(Runnable::run);
        }
        return was;
    }

    /** After the machine was frozen: its timers run on. */
    public void thawed() {
        if (present && !byHand) {
            arm();
        }
    }

    private void appear() {
        if (!present) {
            present = true;
            creations++;
            listeners.forEach(Runnable::run);
        }
    }

    private void disarm() {
        if (expiry != null) {
            expiry.cancel();
        }
    }

    private void arm() {
        disarm();
        expiry = scheduler.after(boot.worldSpan(end - boot.now()), this::look);
    }

    private void look() {
        if (boot.now() >= end) {
            remove();
        } else if (boot.runs()) {
            arm();
        }
    }
}
