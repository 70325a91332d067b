package io.pgbaton.nodeagent.decide.leadership;

/**
 * One entry of Patroni's history: a timeline that another followed.
 *
 * @param position WAL position at which the next one forked, in bytes
 * @param successor the member that was promoted then, empty when Patroni does not say
 */
public record TimelineEnd(long timeline, long position, String successor) {}
