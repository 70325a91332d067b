package io.pgbaton.cli.restore;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupAgents;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestorePlan;
import java.util.List;
import java.util.function.Consumer;

/** Makes the plan of a cluster that goes back to an earlier state, with all of its members. */
public final class InPlacePlanning {
    private final Session session;

    /**
     * What a person says.
     *
     * @param stanza null for the only one that the scope has
     * @param leader null for whoever leads now
     */
    public record Wish(Scope scope, String stanza, Aim aim, String leader, String probe, String expected) {}

    public InPlacePlanning(Session session) {
        this.session = session;
    }

    /**
     * @param notes told what a person should look at before that is done
     * @throws CliFault when it cannot be done, with what could be
     */
    public RestorePlan plan(Wish wish, Consumer<String> notes) {
        Scope scope = wish.scope();
        ScopeState state = new ScopeLookup(session).read(scope);
        BackupAgents agents = new BackupAgents(session);
        BackupAgents.Place place = agents.choose(List.of(scope), wish.stanza());
        Hosts hosts = new Hosts(scope, agents.members(scope));
        Lineup lineup = Lineup.of(state, hosts.members(), wish.leader());
        lineup.notes().forEach(notes);
        return new Source(session)
                .planOfItself(state, place.stanza(), wish.aim(), notes)
                .setKind(RestoreKind.RESTORE_KIND_IN_PLACE)
                .setNewStanza(place.stanza())
                .setBackupNode(place.agent().getNode())
                .addAllNodes(hosts.of(lineup.members()))
                .setProbe(wish.probe())
                .setExpected(wish.expected())
                .build();
    }
}
