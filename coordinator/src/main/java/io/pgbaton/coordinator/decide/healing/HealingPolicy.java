package io.pgbaton.coordinator.decide.healing;

import java.time.Duration;

/**
 * That members of a scope are rebuilt from its backup without a person; without a policy nobody is (R11).
 *
 * @param after how long a member has to be broken
 * @param perDay how often one member may be rebuilt within a day: more often it is not the data that is broken
 */
public record HealingPolicy(String stanza, Duration after, int perDay) {}
