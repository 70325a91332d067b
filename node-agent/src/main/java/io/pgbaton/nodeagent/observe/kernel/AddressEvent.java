package io.pgbaton.nodeagent.observe.kernel;

import io.pgbaton.nodeagent.kernel.AssignedAddress;
import io.pgbaton.nodeagent.kernel.KernelException;

/** What the kernel says about the addresses of this host, all interfaces, whoever changed them. */
public sealed interface AddressEvent {
    record Appeared(AssignedAddress address) implements AddressEvent {}

    /** Its lifetime or its flags were set again. */
    record Changed(AssignedAddress address) implements AddressEvent {}

    /** Removed, or at the end of its lifetime. */
    record Vanished(AssignedAddress address) implements AddressEvent {}

    /** Notifications came faster than they were read, and some are lost: list the addresses again. */
    record Overrun() implements AddressEvent {}

    /** No event will follow: open a new monitor and list the addresses again. */
    record Ended(KernelException cause) implements AddressEvent {}
}
