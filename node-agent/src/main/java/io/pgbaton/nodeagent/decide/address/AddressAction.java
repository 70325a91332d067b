package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;

/** What the address machine asks for. Actions of one decision are carried out in their order. */
public sealed interface AddressAction {

    /**
     * One transaction: leader key = (me, epoch), the address key still at this revision (0: absent), and nobody took it
     * since; then write it.
     *
     * @param lastTaken mod revision of the record of who took it last, 0: absent
     */
    record TakeKey(long epoch, long expectedRevision, long lastTaken) implements AddressAction {}

    /** Put the release mark, if the key is still at this revision. */
    record MarkReleased(long expectedRevision) implements AddressAction {}

    /** Keep the lease alive and read leader, configuration and address key, linearizable, in one go. */
    record ReadBack() implements AddressAction {}

    /** Ask etcd how long another's lease still has to run. */
    record AskLease(long lease) implements AddressAction {}

    /** Ask local Patroni whether failsafe mode keeps it primary. */
    record AskPatroni() implements AddressAction {}

    /** Ask local PostgreSQL once. */
    record AskPostgres() implements AddressAction {}

    /** Ask local PostgreSQL every 10 ms, or stop that. Only while a promotion is awaited. */
    record AwaitWritable(boolean on) implements AddressAction {}

    /**
     * Change the interface. RAISE and PROLONG compute what is left until {@code deadline} (CLOCK_BOOTTIME) just before
     * the
     * call and check it just after; DROP ends the sessions first and needs nobody (R4).
     */
    record ChangeLink(LinkOperation operation, long deadline) implements AddressAction {}

    /** The three things that can be done to an address. */
    enum LinkOperation {
        RAISE,
        PROLONG,
        DROP
    }

    /** Look at the interface. */
    record LookAtLink() implements AddressAction {}

    /** Gratuitous ARP request and reply, or an unsolicited neighbour advertisement; not after the deadline. */
    record Announce(long deadline) implements AddressAction {}

    /** (Re)start a timer; starting one that runs replaces it. */
    record StartTimer(Timer timer, long delay) implements AddressAction {}

    /** The timers of one address. */
    enum Timer {
        /** Once a second: confirm, ask, look. */
        TICK,
        /** The lifetime is near its end. */
        LAST_CALL,
        /** No command came although the member is writable. */
        AUTONOMY,
        /** A key that ended without a mark becomes free. */
        KEY_FREE,
        /** Something failed: try again. */
        RETRY,
        /** Announce again. */
        ANNOUNCE
    }

    /** A fact for the bus: the address came, went, expired, or was meddled with. */
    record Tell(Fact fact, long epoch, String reason, boolean afterRelease, boolean autonomous, boolean adopted)
            implements AddressAction {}

    /** What can be told of an address. */
    enum Fact {
        ACQUIRED,
        RELEASED,
        EXPIRED,
        CONFLICTED
    }

    /**
     * Another machine answers for the address that is on our interface.
     *
     * @param answered ours is announced again: at once, or as soon as that may be
     * @param news false when this MAC was told of lately: then it is only counted
     */
    record Contested(String foreignMac, String ownMac, long epoch, boolean answered, boolean news)
            implements AddressAction {}

    /** Something a person must know of at once: one of R2's exceptions holds the address, or etcd was restored. */
    record Alarm(String name, long epoch, String detail) implements AddressAction {}

    /** An intent for the audit, before an action that waits for nobody. */
    record RecordIntent(String actionId, String action, long epoch, String reason, String commandId, boolean withheld)
            implements AddressAction {}

    /** Its outcome. */
    record RecordOutcome(
            String actionId, String action, long epoch, Result result, String detail, String commandId, long duration)
            implements AddressAction {}

    /**
     * A command that is not carried out.
     *
     * @param action what it asked for, in the audit's words: acquire address, release address
     */
    record Refuse(String action, String commandId, long epoch, RefusalReason reason, String detail)
            implements AddressAction {}

    /** After {@link AddressInput.Stopping}: nothing is left to release. */
    record Finished() implements AddressAction {}
}
