package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;

/** Who may carry the address, and who may take its key. Every question is answered from the state alone. */
final class Rights {
    /** PostgreSQL is asked once a second while the address is held; half a second for the answer and the scheduler. */
    private static final long POSTGRES_FRESH = AddressRules.FRESH + 500_000_000L;

    private Rights() {}

    /** Why an address that is on the interface has to go, or "" if it may stay. */
    static String reasonToDrop(AddressState s, long at) {
        if (s.orders().stopping()) {
            return "the agent stops";
        }
        if (s.hands().inMaintenance()) {
            return s.hands().maintenance();
        }
        if (s.key().reading().kind() == KeyReading.Kind.OTHERS) {
            return "the address key names " + s.key().reading().holder();
        }
        if (at >= s.deadline() - AddressRules.LAST_CALL) {
            return "no confirmation within its lifetime";
        }
        return s.scope().known() ? reasonByLeader(s, at) : "";
    }

    private static String reasonByLeader(AddressState s, long at) {
        if (s.scope().leader().isEmpty()) {
            return pausedPrimary(s, at) ? "" : "there is no leader";
        }
        long epoch = s.epoch();
        if (epoch == 0) {
            return s.scope().leader().get().member() + " is the leader";
        }
        if (s.orders().givenUp() == epoch) {
            return "a command told so";
        }
        // On our interface by somebody else's hand: nothing confirmed it, and nobody asked for it.
        boolean ours =
                s.link().raises() > 0 || s.key().reading().mine() || !s.key().known();
        return ours ? "" : "it was not put there by pgbaton";
    }

    /** R2b: Patroni is paused, nobody leads, we were the last leader and our PostgreSQL takes writes. */
    static boolean pausedPrimary(AddressState s, long at) {
        return s.scope().paused()
                && s.scope().leader().isEmpty()
                && s.scope()
                        .last()
                        .map(l -> l.member().equals(s.rules().member()))
                        .orElse(false)
                && s.evidence().postgres() == Postgres.WRITABLE
                && at - s.evidence().postgresAt() <= POSTGRES_FRESH;
    }

    /**
     * R5: not in recovery, asked after this epoch was first seen; the leader of a standby cluster never leaves
     * recovery.
     */
    static boolean writable(AddressState s) {
        return s.scope().standbyCluster()
                || (s.evidence().postgres() == Postgres.WRITABLE
                        && s.evidence().postgresAt() >= s.scope().since());
    }

    /** R11: not while this node is in maintenance; while the address is frozen only where it is. */
    static boolean withheld(AddressState s) {
        return s.hands().inMaintenance()
                || (!s.hands().frozen().isEmpty() && !s.link().present());
    }

    /** Although this member leads, it lets go of the address, or does not take it. */
    static boolean givesUp(AddressState s) {
        return s.orders().stopping() || s.orders().givenUp() == s.epoch() || withheld(s);
    }

    /** R1a, R1b, R2, R5 together: the address may be put on the interface now. R2's exceptions only ever prolong. */
    static boolean mayRaise(AddressState s, long at) {
        long epoch = s.epoch();
        return epoch > 0
                && !givesUp(s)
                && s.key().takenFor(epoch)
                && s.evidence().confirmedEpoch() == epoch
                && !s.evidence().byException()
                && writable(s)
                && at - s.evidence().postgresAt() <= POSTGRES_FRESH
                && s.deadline() - at >= AddressRules.FRESH;
    }

    /** It is on our interface by our doing, and nothing asks for its removal. */
    static boolean carries(AddressState s, long at) {
        return !s.rules().observeOnly()
                && s.link().staying()
                && s.evidence().confirmedEpoch() > 0
                && reasonToDrop(s, at).isEmpty();
    }

    /** Of an address that we carry: etcd confirmed it for the present epoch. R2's exceptions leave it to the other. */
    static boolean mayAnswer(AddressState s) {
        return s.epoch() > 0
                && s.evidence().confirmedEpoch() == s.epoch()
                && !s.evidence().byException();
    }

    /** Somebody wants this member to have the key: a command, our own patience at its end, or what we already carry. */
    static boolean wantsKey(AddressState s) {
        long epoch = s.epoch();
        Orders orders = s.orders();
        return epoch > 0
                && !givesUp(s)
                && !s.key().takenFor(epoch)
                && (orders.epoch() == epoch
                        || orders.alone() == epoch
                        || (s.link().present() && s.key().reading().mine())
                        || (s.link().present() && s.key().freeAtOnce()));
    }

    /**
     * R1c: when the key may be taken, CLOCK_BOOTTIME in nanoseconds; {@link Long#MAX_VALUE} while another's lives.
     *
     * <p>A key with a release mark, or our own, is free. One whose lease was seen to run out is free at once, because a
     * lease
     * outlives the kernel's lifetime. Any other left somebody behind who may not know yet. With failsafe mode somebody
     * may
     * carry it without any key for as long as Patroni let it lead; that ended at the earliest when our reign began.
     */
    static long keyFreeAt(AddressState s) {
        // While we carry it nobody else can have taken it in what a restored etcd has lost.
        long notBefore = s.link().present() ? 0 : s.key().notBefore();
        return Math.max(notBefore, freeAt(s));
    }

    private static long freeAt(AddressState s) {
        KeyFacts key = s.key();
        return switch (key.reading().kind()) {
            case RELEASED, MINE -> 0;
            case OTHERS -> Long.MAX_VALUE;
            case ABSENT, LEFT -> {
                long lifetime = Math.max(key.holderLifetime(), s.rules().lifetime());
                long free = key.freeAtOnce() ? key.goneAt() : key.goneAt() + lifetime + AddressRules.UNMARKED_MARGIN;
                boolean neverLeft = key.freeAtOnce() && s.link().present();
                yield s.scope().failsafeKey() && !neverLeft ? afterFailsafe(s, free) : free;
            }
        };
    }

    private static long afterFailsafe(AddressState s, long free) {
        return Math.max(free, s.scope().since()) + AddressRules.FAILSAFE_MARGIN;
    }
}
