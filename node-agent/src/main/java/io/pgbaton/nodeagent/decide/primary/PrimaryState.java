package io.pgbaton.nodeagent.decide.primary;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;

/**
 * What is known of this member as primary. Soft state.
 *
 * @param epoch in which it leads, 0 when it does not
 * @param since when that epoch was first seen; an older answer says nothing of it
 * @param told the epoch for which it was told that PostgreSQL takes writes, 0 for none
 * @param confirmedAt when the last confirmation was sent
 */
public record PrimaryState(
        long epoch,
        long since,
        long told,
        boolean standbyCluster,
        String systemIdentifier,
        long confirmedAt,
        long confirmedEpoch,
        PostgresAnswer last,
        boolean awaiting) {

    public static final PrimaryState INITIAL =
            new PrimaryState(0, 0, 0, false, "", 0, 0, PostgresAnswer.unreachable(0, "not asked yet"), false);

    /** R5: the confirmed leader, and its PostgreSQL takes writes. */
    public boolean servesWrites(long at, long lifetime) {
        return epoch > 0
                && confirmedEpoch == epoch
                && at - confirmedAt < lifetime
                && last.state() == Postgres.WRITABLE
                && last.sentAt() >= since;
    }

    /** A standby that answers. */
    public boolean servesReads() {
        return last.state() == Postgres.IN_RECOVERY;
    }

    PrimaryState with(PostgresAnswer answer) {
        return new PrimaryState(
                epoch, since, told, standbyCluster, systemIdentifier, confirmedAt, confirmedEpoch, answer, awaiting);
    }

    PrimaryState told(long nowTold, boolean nowAwaiting) {
        return new PrimaryState(
                epoch,
                since,
                nowTold,
                standbyCluster,
                systemIdentifier,
                confirmedAt,
                confirmedEpoch,
                last,
                nowAwaiting);
    }

    PrimaryState confirmed(long sentAt, long inEpoch) {
        return sentAt < confirmedAt
                ? this
                : new PrimaryState(
                        epoch, since, told, standbyCluster, systemIdentifier, sentAt, inEpoch, last, awaiting);
    }

    PrimaryState leading(PrimaryInput.LeaderSeen seen) {
        boolean sameReign = seen.epoch() == epoch || (seen.reaffirmed() && epoch > 0);
        return new PrimaryState(
                seen.epoch(),
                sameReign ? since : seen.at(),
                sameReign && told == epoch ? seen.epoch() : told,
                seen.standbyCluster(),
                seen.systemIdentifier(),
                confirmedAt,
                sameReign && confirmedEpoch == epoch ? seen.epoch() : confirmedEpoch,
                last,
                awaiting);
    }
}
