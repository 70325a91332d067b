package io.pgbaton.backupagent.decide.upgrade;

/**
 * Why a stanza is not upgraded.
 *
 * @param name one word for the event and its next step, as in {@code nothing-to-upgrade}
 * @param sentence what is there
 */
public record Objection(String name, String sentence) {}
