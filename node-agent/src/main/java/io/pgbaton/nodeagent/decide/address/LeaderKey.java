package io.pgbaton.nodeagent.decide.address;

/** The leader key as it was read: who, and which reign. */
public record LeaderKey(String member, long epoch) {}
