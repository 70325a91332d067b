package io.pgbaton.backupagent.decide.upgrade;

import java.util.List;
import java.util.Optional;

/**
 * Whether a stanza may be upgraded: after an upgrade of PostgreSQL, and at no other time.
 *
 * <p>pgBackRest itself asks for no reason: any cluster that its configuration leads to takes the stanza over, also a wrong one,
 * which is a tempting way to be rid of error 044. The system identifier does not tell the two apart, as {@code pg_upgrade} makes a
 * new one; the version does.
 *
 * <pre>
 * version of the stanza, in each repository      is upgraded
 * older than the leader's, in one at least       yes; the others are so already
 * newer, in any                                  no: older-cluster
 * the same, and the system identifier            no: nothing-to-upgrade; also when it is not said
 * the same, of another system identifier         no: another-cluster
 * not known                                      no: stanza-unknown
 * </pre>
 */
public final class UpgradeRule {
    private UpgradeRule() {}

    /** @return empty when nothing speaks against it */
    public static Optional<Objection> judge(String stanza, List<StanzaDatabase> databases, RunningCluster cluster) {
        if (databases.isEmpty()) {
            return Optional.of(new Objection(
                    "stanza-unknown",
                    "pgBackRest's info has no database of stanza " + stanza + ", nothing to upgrade"));
        }
        for (StanzaDatabase database : databases) {
            if (compare(database, cluster) > 0) {
                return Optional.of(
                        new Objection("older-cluster", both(stanza, database, cluster) + ": that is no upgrade"));
            }
        }
        if (databases.stream().anyMatch(database -> compare(database, cluster) < 0)) {
            return Optional.empty();
        }
        return Optional.of(databases.stream()
                .filter(database -> isOfAnother(database, cluster))
                .findFirst()
                .map(other ->
                        new Objection("another-cluster", both(stanza, other, cluster) + ": that is another cluster"))
                .orElseGet(() -> new Objection(
                        "nothing-to-upgrade", both(stanza, databases.get(0), cluster) + ": that is the same")));
    }

    /** @throws IllegalArgumentException when pgBackRest names no version */
    private static int compare(StanzaDatabase database, RunningCluster cluster) {
        return PostgresMajor.parse(database.version()).compareTo(cluster.version());
    }

    private static boolean isOfAnother(StanzaDatabase database, RunningCluster cluster) {
        return !database.systemIdentifier().isEmpty()
                && !database.systemIdentifier().equals(cluster.systemIdentifier());
    }

    private static String both(String stanza, StanzaDatabase database, RunningCluster cluster) {
        return "stanza " + stanza + " in repository " + database.repo() + " is of PostgreSQL " + database.version()
                + ", system identifier " + named(database.systemIdentifier()) + ", and the leader " + cluster.leader()
                + " runs " + cluster.version() + ", " + named(cluster.systemIdentifier());
    }

    private static String named(String identifier) {
        return identifier.isEmpty() ? "unknown" : identifier;
    }
}
