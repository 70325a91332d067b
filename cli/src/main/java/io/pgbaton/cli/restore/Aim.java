package io.pgbaton.cli.restore;

/**
 * How far a restore is to go, and from where.
 *
 * @param timeline empty for the newest
 * @param set label of the backup to begin with, empty for the one that fits
 */
public record Aim(Target target, String timeline, String set) {}
