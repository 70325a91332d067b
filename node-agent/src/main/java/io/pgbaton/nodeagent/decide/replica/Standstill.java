package io.pgbaton.nodeagent.decide.replica;

import io.pgbaton.nodeagent.decide.leadership.MemberReading;

/**
 * A replica whose WAL position has not moved.
 *
 * @param since when it was first seen there, CLOCK_BOOTTIME in nanoseconds
 * @param leaderAt where the leader was then, in bytes
 * @param looks how often the leader was seen to move since
 * @param told it is an alarm
 */
record Standstill(long position, long since, long leaderAt, int looks, boolean told) {
    static Standstill begin(MemberReading member, long at, long leaderPosition) {
        return new Standstill(member.walPosition(), at, leaderPosition, 0, false);
    }

    Standstill looked(boolean leaderMoved) {
        return leaderMoved ? new Standstill(position, since, leaderAt, looks + 1, told) : this;
    }

    Standstill toldNow() {
        return new Standstill(position, since, leaderAt, looks, true);
    }
}
