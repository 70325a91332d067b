package io.pgbaton.cli.restore;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.read.PatroniMember;
import io.pgbaton.cli.read.ScopeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All members of a cluster that goes back in place, whoever leads afterwards first: pure. One that Patroni does not tell of is
 * a member too when a backup agent has it: with the data that it has now it could not follow the others.
 *
 * @param notes what a person should look at before that is done
 */
record Lineup(List<String> members, List<String> notes) {

    /**
     * @param hosted those that backup agents have
     * @param wished to lead; null for whoever leads now
     * @throws CliFault when there is none, or no such one
     */
    static Lineup of(ScopeState state, Set<String> hosted, String wished) {
        Set<String> told = new TreeSet<>();
        state.members().stream().map(PatroniMember::name).forEach(told::add);
        state.leader().ifPresent(told::add);
        Set<String> all = new TreeSet<>(told);
        all.addAll(hosted);
        if (all.isEmpty()) {
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    "neither Patroni nor a backup agent knows a member of " + state.scope()
                            + ": agents beside its members need them under `members`");
        }
        String first = wished == null ? state.leader().orElse(all.iterator().next()) : wished;
        if (!all.remove(first)) {
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    "--leader: " + first + " is no member of " + state.scope() + "; there are "
                            + String.join(", ", all));
        }
        List<String> members = new ArrayList<>(List.of(first));
        members.addAll(all);
        return new Lineup(members, notes(told, members));
    }

    private static List<String> notes(Set<String> told, List<String> members) {
        return members.stream()
                .filter(member -> !told.contains(member))
                .map(member ->
                        member + " is known to its backup agent alone, Patroni does not run there: it is restored"
                                + " with the others")
                .toList();
    }
}
