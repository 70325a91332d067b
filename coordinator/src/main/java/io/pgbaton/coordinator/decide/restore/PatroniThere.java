package io.pgbaton.coordinator.decide.restore;

import java.util.Set;

/**
 * What Patroni keeps of a scope in etcd.
 *
 * @param leader empty when there is none
 * @param initialized whether the scope was ever a cluster, or a bootstrap goes on
 * @param systemIdentifier empty when it is not known
 * @param members that are there now
 */
public record PatroniThere(String leader, boolean initialized, String systemIdentifier, Set<String> members) {
    public static final PatroniThere NOTHING = new PatroniThere("", false, "", Set.of());

    public PatroniThere {
        members = Set.copyOf(members);
    }
}
