package io.pgbaton.sim.fault;

/**
 * What may go wrong in a life. Each life has a few of them: with all at once nothing ever works long enough to break.
 */
public enum FaultKind {
    AGENT_STOPPED,
    AGENT_STOPPED_MID_CHANGE,
    AGENT_KILLED,
    AGENT_TERMINATED,
    MACHINE_FROZEN,
    MACHINE_REBOOTED,
    NODE_CUT,
    ETCD_CUT,
    QUORUM_LOST,
    ETCD_RESTORED,
    BAD_NETWORK,
    WATCH_SILENT,
    PATRONI_KILLED,
    DATABASE_KILLED,
    SWITCHOVER,
    OVERWRITE,
    REPUT,
    LEADER_RESTART,
    PATRONI_PAUSED,
    SOMEONES_HAND,
    LINK_BROKEN,
    ADDRESS_KEY_DELETED,
    TAKEN_RECORD_DELETED,
    LEASE_REVOKED,
    ANSWERS_LOST,
    BAD_COORDINATOR,
    COORDINATOR_KILLED,
    COORDINATOR_STOPPED,
    BUS_AWAY
}
