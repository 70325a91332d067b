package io.pgbaton.nodeagent.decide.leadership;

/**
 * The leader key.
 *
 * @param epoch its mod_revision, with its count
 * @param createRevision tells a put over a living key from one that follows a deletion
 */
public record LeaderReading(String member, long epoch, long createRevision, long lease) {}
