package io.pgbaton.nodeagent.decide.address;

import java.util.Optional;

/** What the address machine is told. {@code at} is CLOCK_BOOTTIME in nanoseconds, when the input was taken in. */
public sealed interface AddressInput {
    long at();

    /** The scope as the watch shows it at this revision. */
    record ScopeSeen(
            long at,
            long revision,
            Optional<LeaderKey> leader,
            boolean paused,
            boolean failsafeKey,
            boolean standbyCluster)
            implements AddressInput {}

    /** The address key as the watch shows it. */
    record KeySeen(long at, long revision, KeyReading key) implements AddressInput {}

    /**
     * A linearizable read sent at {@code sentAt}, together with a keepalive of our lease.
     *
     * @param keptLease the lease that was kept alive; 0 when there was none yet, or etcd no longer knew it
     */
    record ReadBack(
            long at,
            long sentAt,
            long revision,
            Optional<LeaderKey> leader,
            boolean paused,
            KeyReading key,
            long keptLease)
            implements AddressInput {}

    /** That read got no answer within its deadline. One failed attempt is not loss (R4). */
    record ReadFailed(long at, long sentAt, String reason) implements AddressInput {}

    /** How long etcd says the lease of another's key still has to run, in nanoseconds; asked at {@code sentAt}. */
    record LeaseSeen(long at, long sentAt, long lease, long remaining) implements AddressInput {}

    /** Local PostgreSQL, asked at {@code sentAt}: {@code pg_is_in_recovery()}. */
    record PostgresSeen(long at, long sentAt, Postgres postgres) implements AddressInput {}

    /** What {@code pg_is_in_recovery()} said, or that nobody said anything: never the same value. */
    enum Postgres {
        WRITABLE,
        IN_RECOVERY,
        UNREACHABLE
    }

    /**
     * Local {@code GET /patroni}, asked at {@code sentAt}: a running primary whose failsafe mode is active, or not
     * that.
     */
    record PatroniSeen(long at, long sentAt, boolean failsafePrimary) implements AddressInput {}

    /**
     * What operators ask, as etcd says now (R11).
     *
     * @param frozen why the address is not to move, "" when it may
     * @param maintenance why this node is not to carry it, "" when it may
     */
    record HandsOffSeen(long at, String frozen, String maintenance) implements AddressInput {}

    /** A command from the bus: take the address in this epoch. */
    record AcquireCommanded(long at, String commandId, long epoch) implements AddressInput {}

    /** A command from the bus: give it up in this epoch. */
    record ReleaseCommanded(long at, String commandId, long epoch, String reason) implements AddressInput {}

    /** The transaction of {@link AddressAction.TakeKey} went through; it is a confirmation of the time it was sent. */
    record KeyTaken(long at, long sentAt, long revision, long epoch, long lease) implements AddressInput {}

    /** It did not: the leader key or the address key were not as expected. What they are comes with a read. */
    record KeyNotTaken(long at, String reason) implements AddressInput {}

    /** {@link AddressAction.MarkReleased} ended; when it failed the lease will end the key. */
    record KeyMarked(long at, long revision, boolean marked, String detail) implements AddressInput {}

    /** A change of the interface ended. */
    record LinkChanged(long at, AddressAction.LinkOperation operation, LinkResult result, String detail)
            implements AddressInput {}

    /** How it ended. VANISHED: a refresh found the address gone. TOO_LATE: the deadline had passed, it is not there. */
    enum LinkResult {
        DONE,
        TOO_LATE,
        VANISHED,
        FAILED
    }

    /** The interface was looked at: the address is there or is not. */
    record LinkSeen(long at, boolean present) implements AddressInput {}

    /** A kernel event about our address: it has to be looked at. */
    record LinkHinted(long at) implements AddressInput {}

    /** A frame was heard in which another machine says that our address is at its MAC. */
    record ForeignClaim(long at, String foreignMac, String ownMac) implements AddressInput {}

    /** A timer of {@link AddressAction.StartTimer} ran out. */
    record TimerFired(long at, AddressAction.Timer timer) implements AddressInput {}

    /**
     * etcd was restored: its revisions count anew (R3). Nothing that was read before can be compared with what comes.
     */
    record EtcdRewound(long at) implements AddressInput {}

    /** SIGTERM: release, mark, and stop. */
    record Stopping(long at) implements AddressInput {}
}
