package io.pgbaton.nodeagent.decide.address;

/**
 * What does not change while the agent runs, for one address of one scope. All spans in nanoseconds.
 *
 * @param scope {@code <namespace>/<scope>}, part of every id
 * @param member Patroni name of the database beside this agent
 * @param machineId tells whether a key was written by this machine; an address of another machine is never ours
 * @param instance this run of this agent
 * @param lifetime how long the address stays without a new confirmation (R1b)
 * @param autonomyAfter how long a writable leader waits for a command before it acts by itself (R7)
 * @param observeOnly say what would be done, and do nothing (R11)
 */
public record AddressRules(
        String scope,
        String name,
        String node,
        String member,
        String machineId,
        String instance,
        long lifetime,
        long autonomyAfter,
        boolean observeOnly) {
    private static final long SECOND = 1_000_000_000L;

    /** R1c: how long after a key was first seen gone without a mark its holder may still carry the address. */
    static final long UNMARKED_MARGIN = 2 * SECOND;

    /** R2: more patience while Patroni's failsafe mode may keep a primary alive that etcd does not know of. */
    static final long FAILSAFE_MARGIN = 5 * SECOND;

    /** The lifetime is near its end: what is left must cover ending the sessions and one netlink call. */
    static final long LAST_CALL = 300_000_000L;

    /** A confirmation is asked for once a second (R1b). */
    static final long CONFIRM_EVERY = SECOND;

    /** An answer of Patroni or PostgreSQL older than this proves nothing (R2: "answered within 1 s"). */
    static final long FRESH = SECOND;
}
