package io.pgbaton.backupagent.decide.upgrade;

/** What the leader's Patroni says of the cluster that a stanza is configured for. */
public record RunningCluster(String leader, PostgresMajor version, String systemIdentifier) {}
