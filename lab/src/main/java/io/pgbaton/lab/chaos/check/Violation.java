package io.pgbaton.lab.chaos.check;

import java.time.Instant;

/**
 * A rule that was broken.
 *
 * @param rule in words, with its number in front where it has one
 * @param time of the first thing that shows it
 * @param evidence what shows it: who, what, which numbers
 */
public record Violation(String rule, Instant time, String evidence) {}
