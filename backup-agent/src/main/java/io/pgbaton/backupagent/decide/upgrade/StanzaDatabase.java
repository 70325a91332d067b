package io.pgbaton.backupagent.decide.upgrade;

/**
 * The database that a repository holds a stanza for, the last one after upgrades.
 *
 * @param repo its number
 * @param version as pgBackRest spells it
 * @param systemIdentifier empty when pgBackRest does not say
 */
public record StanzaDatabase(int repo, String version, String systemIdentifier) {}
