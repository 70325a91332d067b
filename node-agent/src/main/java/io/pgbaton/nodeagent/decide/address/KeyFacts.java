package io.pgbaton.nodeagent.decide.address;

/**
 * What is known of the address key, and since when it is gone. Soft state: read again from etcd after a restart.
 *
 * @param revision up to which it is known; -1 before the first reading
 * @param takenRevision mod revision of our own write in this run, 0 for none
 * @param goneAt when it was first seen gone
 * @param freeAtOnce gone in a way that leaves nobody behind: our own or on a lease that was seen to run out, and nobody took
 *     it after
 * @param holderLifetime of whoever held it last; 0 when unknown
 * @param leaseAskedAt when the lease in {@code reading} was last asked about, 0 for never
 * @param leaseEndsAt when it ends by that answer
 * @param afterMark our own write followed a release mark: the last holder is known to have let go
 * @param notBefore when the key may be taken at the earliest, whatever it says: etcd was restored, and whoever took it in what
 *     was lost may carry the address
 * @param flight whether a transaction about it is on its way
 */
record KeyFacts(
        KeyReading reading,
        long revision,
        long takenRevision,
        long goneAt,
        boolean freeAtOnce,
        long holderLifetime,
        long leaseAskedAt,
        long leaseEndsAt,
        boolean afterMark,
        long notBefore,
        Flight flight) {
    /** Asked every second: an answer older than this was not the last one before the end. */
    private static final long ASKED_LATELY = 2_500_000_000L;

    /** etcd answers in whole seconds. */
    private static final long ROUNDING = 1_000_000_000L;

    static final KeyFacts UNKNOWN = unknownUntil(0);

    /** Nothing is known any more, and nothing may be taken before this. */
    static KeyFacts unknownUntil(long notBefore) {
        return new KeyFacts(KeyReading.absent(0, 0), -1, 0, 0, false, 0, 0, 0, false, notBefore, Flight.NONE);
    }

    /** A transaction that failed is tried again after a read or a moment, never at once. */
    enum Flight {
        NONE,
        UNDERWAY,
        BACKOFF
    }

    boolean known() {
        return revision >= 0;
    }

    boolean idle() {
        return flight == Flight.NONE;
    }

    /** Written by this run of the agent, for this epoch. */
    boolean takenFor(long epoch) {
        return wrote(reading) && reading.epoch() == epoch;
    }

    /** Whether this is what this run of the agent wrote, and so hangs on its lease. */
    boolean wrote(KeyReading seen) {
        return seen.mine() && seen.modRevision() == takenRevision;
    }

    /** A key that is gone, and was gone before, has ended once more when somebody took it in between. */
    KeyFacts read(long at, long readRevision, KeyReading now) {
        if (readRevision < revision) {
            return this;
        }
        boolean ended = now.absent() && (!known() || !reading.absent() || takenSince(now));
        boolean sameLease = now.lease() == reading.lease();
        return new KeyFacts(
                now,
                readRevision,
                takenRevision,
                ended ? at : goneAt,
                ended ? leavesNobody(now, at) : freeAtOnce,
                ended ? Math.max(reading.lifetime(), now.lifetime()) : holderLifetime,
                sameLease ? leaseAskedAt : 0,
                sameLease ? leaseEndsAt : 0,
                afterMark,
                notBefore,
                flight);
    }

    /**
     * One that is gone may have been revoked by hand while its holder lives: only what was heard of it before says whether it
     * ran out.
     *
     * @param remaining negative when etcd knows the lease no more
     */
    KeyFacts leaseSeen(long lease, long askedAt, long remaining) {
        boolean gone = remaining < 0;
        if (lease != reading.lease() || (gone && !ranOut(askedAt))) {
            return this;
        }
        return new KeyFacts(
                reading,
                revision,
                takenRevision,
                goneAt,
                freeAtOnce,
                holderLifetime,
                askedAt,
                gone ? leaseEndsAt : askedAt + remaining,
                afterMark,
                notBefore,
                flight);
    }

    /** Our write is known; what was read at a later revision stays, because our key may be gone again by then. */
    KeyFacts taken(long atRevision, long epoch, long lease, long lifetime) {
        if (atRevision < revision && reading.modRevision() != atRevision) {
            return with(Flight.NONE);
        }
        KeyReading mine =
                new KeyReading(KeyReading.Kind.MINE, atRevision, epoch, lease, lifetime, reading.holder(), atRevision);
        boolean marked = reading.kind() == KeyReading.Kind.RELEASED || (reading.mine() && afterMark);
        return new KeyFacts(
                mine, Math.max(revision, atRevision), atRevision, 0, false, 0, 0, 0, marked, notBefore, Flight.NONE);
    }

    /**
     * A mark is on its way, and may arrive long after nobody waits for it any more: our key confirms nothing from now on, until
     * it is taken anew.
     */
    KeyFacts givenUp() {
        return new KeyFacts(
                reading,
                revision,
                0,
                goneAt,
                freeAtOnce,
                holderLifetime,
                leaseAskedAt,
                leaseEndsAt,
                afterMark,
                notBefore,
                Flight.UNDERWAY);
    }

    KeyFacts with(Flight now) {
        return new KeyFacts(
                reading,
                revision,
                takenRevision,
                goneAt,
                freeAtOnce,
                holderLifetime,
                leaseAskedAt,
                leaseEndsAt,
                afterMark,
                notBefore,
                now);
    }

    /** It was our own, or what ended is the key we knew and no later one, and its lease ran out. */
    private boolean leavesNobody(KeyReading now, long at) {
        boolean lastOne = reading.modRevision() > 0 && reading.modRevision() == now.lastTaken();
        return now.kind() == KeyReading.Kind.LEFT || (lastOne && (reading.mine() || ranOut(at)));
    }

    private boolean takenSince(KeyReading now) {
        return now.lastTaken() != reading.lastTaken();
    }

    private boolean ranOut(long at) {
        return leaseAskedAt > 0 && at - leaseAskedAt <= ASKED_LATELY && leaseEndsAt <= at + ROUNDING;
    }
}
