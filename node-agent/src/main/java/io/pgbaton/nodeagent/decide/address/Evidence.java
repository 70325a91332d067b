package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;

/**
 * What entitles us to the address, and since when. Soft state, gathered anew after a restart.
 *
 * @param confirmedAt when the last confirmation was sent; the lifetime counts from here (R1b)
 * @param confirmedEpoch the epoch it confirmed, 0 for none
 * @param byException it was not etcd that confirmed but one of R2's two exceptions
 * @param etcdSilent the last read got no answer
 * @param awaiting PostgreSQL is being asked every 10 ms
 * @param postgresAt when the last answer of PostgreSQL was asked for
 */
record Evidence(
        long confirmedAt,
        long confirmedEpoch,
        boolean byException,
        boolean etcdSilent,
        Postgres postgres,
        long postgresAt,
        boolean awaiting) {

    static Evidence none(long at) {
        return new Evidence(at, 0, false, false, Postgres.UNREACHABLE, 0, false);
    }

    /** Answers may overtake each other: only a confirmation sent later than the last one counts. */
    Evidence confirmed(long sentAt, long epoch) {
        return sentAt < confirmedAt && confirmedEpoch > 0
                ? this
                : new Evidence(Math.max(confirmedAt, sentAt), epoch, false, false, postgres, postgresAt, awaiting);
    }

    Evidence prolonged(long sentAt) {
        return new Evidence(
                Math.max(confirmedAt, sentAt), confirmedEpoch, true, etcdSilent, postgres, postgresAt, awaiting);
    }

    Evidence answered() {
        return new Evidence(confirmedAt, confirmedEpoch, byException, false, postgres, postgresAt, awaiting);
    }

    Evidence silent() {
        return new Evidence(confirmedAt, confirmedEpoch, byException, true, postgres, postgresAt, awaiting);
    }

    Evidence postgres(Postgres seen, long sentAt) {
        return sentAt < postgresAt
                ? this
                : new Evidence(confirmedAt, confirmedEpoch, byException, etcdSilent, seen, sentAt, awaiting);
    }

    Evidence awaiting(boolean now) {
        return new Evidence(confirmedAt, confirmedEpoch, byException, etcdSilent, postgres, postgresAt, now);
    }
}
