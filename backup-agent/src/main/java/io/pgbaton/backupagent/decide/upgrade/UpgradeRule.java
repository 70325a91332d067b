package io.pgbaton.backupagent.decide.upgrade;

import java.util.List;
import java.util.Optional;

/**
 * Whether a stanza may be upgraded: only where PostgreSQL is newer than the stanza.
 *
 * <p>pgBackRest itself asks for no reason: any cluster that its configuration leads to takes the stanza over, also a wrong one,
 * which is a tempting way to be rid of error 044. After {@code pg_upgrade} the system identifier is a new one too, so it tells an
 * upgraded cluster from another one only where the version is the same; another cluster of a newer version passes.
 *
 * <pre>
 * version of the stanza                               is upgraded
 * newer than the leader's, in any repository          no: older-cluster
 * the same, of another system identifier, in any      no: another-cluster; all repositories are upgraded at once
 * older, in one at least                              yes
 * the same, or its system identifier is not said      no: nothing-to-upgrade
 * not known                                           no: stanza-unknown
 * </pre>
 */
public final class UpgradeRule {
    private UpgradeRule() {}

    /**
     * @return empty when nothing speaks against it
     * @throws IllegalArgumentException when pgBackRest names no version
     */
    public static Optional<Objection> judge(String stanza, List<StanzaDatabase> databases, RunningCluster cluster) {
        if (databases.isEmpty()) {
            return Optional.of(new Objection(
                    "stanza-unknown",
                    "pgBackRest's info has no database of stanza " + stanza + ", nothing to upgrade"));
        }
        return databases.stream()
                .flatMap(database -> against(stanza, database, cluster).stream())
                .findFirst()
                .or(() -> idle(stanza, databases, cluster));
    }

    /** What forbids it, whatever the other repositories have. */
    private static Optional<Objection> against(String stanza, StanzaDatabase database, RunningCluster cluster) {
        int newer = compare(database, cluster);
        if (newer > 0) {
            return Optional.of(
                    new Objection("older-cluster", both(stanza, database, cluster) + ": that is no upgrade"));
        }
        return newer == 0 && isOfAnother(database, cluster)
                ? Optional.of(
                        new Objection("another-cluster", both(stanza, database, cluster) + ": that is another cluster"))
                : Optional.empty();
    }

    private static Optional<Objection> idle(String stanza, List<StanzaDatabase> databases, RunningCluster cluster) {
        return databases.stream().anyMatch(database -> compare(database, cluster) < 0)
                ? Optional.empty()
                : Optional.of(new Objection(
                        "nothing-to-upgrade", both(stanza, databases.get(0), cluster) + ": that is the same"));
    }

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
