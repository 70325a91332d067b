package io.pgbaton.nodeagent.decide.address;

import java.util.Optional;

/**
 * What is known of the scope. Soft state: read again from etcd after a restart.
 *
 * @param revision up to which leader and pause are known; -1 before the first reading
 * @param since when the present epoch was first seen; an answer of PostgreSQL from before says nothing of it
 * @param last the last leader there was, also when there is none now
 */
record ScopeFacts(
        long revision,
        Optional<LeaderKey> leader,
        Optional<LeaderKey> last,
        long since,
        boolean paused,
        boolean failsafeKey,
        boolean standbyCluster) {

    static final ScopeFacts UNKNOWN = new ScopeFacts(-1, Optional.empty(), Optional.empty(), 0, false, false, false);

    boolean known() {
        return revision >= 0;
    }

    /** The epoch in which this member leads, or 0. */
    long epochOf(String member) {
        return leader.filter(l -> l.member().equals(member))
                .map(LeaderKey::epoch)
                .orElse(0L);
    }

    /** The newest epoch ever seen. */
    long newestEpoch() {
        return last.map(LeaderKey::epoch).orElse(0L);
    }

    /** A reading no older than what is known replaces it; an older one changes nothing. */
    ScopeFacts read(long at, long readRevision, Optional<LeaderKey> readLeader, boolean readPaused) {
        if (readRevision < revision) {
            return this;
        }
        boolean sameReign = known() && readLeader.equals(leader);
        return new ScopeFacts(
                readRevision,
                readLeader,
                readLeader.isPresent() ? readLeader : last,
                sameReign ? since : at,
                readPaused,
                failsafeKey,
                standbyCluster);
    }

    ScopeFacts with(boolean readFailsafeKey, boolean readStandbyCluster) {
        return new ScopeFacts(revision, leader, last, since, paused, readFailsafeKey, readStandbyCluster);
    }
}
