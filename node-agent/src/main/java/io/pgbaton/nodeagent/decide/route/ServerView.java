package io.pgbaton.nodeagent.decide.route;

/**
 * A server as HAProxy shows it.
 *
 * @param up it takes new connections
 * @param steerable its checks run and no operator put it into maintenance: its health is ours to set. Without checks
 *     a wrong health would stay for ever once this agent is dead
 */
public record ServerView(String name, boolean up, boolean steerable) {}
