package io.pgbaton.nodeagent.act.kernel;

/** How an attempt to carry an address until a deadline ended. */
public sealed interface Holding {
    /**
     * It is on the interface.
     *
     * @param kernelEndBootNanos CLOCK_BOOTTIME at which its lifetime ends at the latest; the kernel removes it up to 1.3 s
     *     after that, because its timer rounds
     */
    record Held(long kernelEndBootNanos) implements Holding {}

    /** Less than a second was left before or after the system call. It is not on the interface (removed if it was). */
    record TooLate() implements Holding {}

    /** A prolongation found it gone, and did not bring it back: that needs a new acquisition (R1b). */
    record Vanished() implements Holding {}

    /** It is there with another prefix length, set by somebody else; nothing was changed. */
    record Occupied(int prefixLength) implements Holding {}
}
