package io.pgbaton.backupagent.decide.member;

import io.pgbaton.proto.v1.MemberFault;

/** What a member looked like at one moment. */
public sealed interface Sight {

    /** It runs; or it never had data, and nobody misses it. */
    record Well() implements Sight {}

    /** Patroni or PostgreSQL is at work on it: it may be well soon. */
    record Busy() implements Sight {}

    /** A restore of this member goes on, or it was set aside for one: what it looks like is our own doing. */
    record Ours() implements Sight {}

    /** @param detail Patroni's own words, or what is known instead */
    record Broken(MemberFault fault, String detail) implements Sight {}
}
