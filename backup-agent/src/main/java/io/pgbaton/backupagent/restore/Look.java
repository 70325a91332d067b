package io.pgbaton.backupagent.restore;

/**
 * What a member was at one moment.
 *
 * @param answers whether its Patroni did
 * @param state as Patroni spells it
 * @param timeline 0 for not known
 * @param arrived it is what it should be: a leader that takes writes, or a replica that its leader sees stream
 * @param position of WAL that a replica has replayed; empty when it is none, or does not say
 * @param reason why nothing is known
 */
public record Look(
        boolean answers,
        String state,
        String role,
        String systemIdentifier,
        int timeline,
        boolean arrived,
        String position,
        String reason) {

    static Look nobody(String reason) {
        return new Look(false, "", "", "", 0, false, "", reason);
    }
}
