package io.pgbaton.nodeagent.decide.route;

import java.util.OptionalLong;

/**
 * What decides whether a member gets reads.
 *
 * @param role as Patroni spells it; never trusted to say who leads
 * @param lag bytes behind the leader, empty when either position is unknown
 * @param noLoadBalance Patroni's tag: no reads for this member
 */
public record MemberView(String name, String role, String state, OptionalLong lag, boolean noLoadBalance) {}
