package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.cli.show.Cell;
import io.pgbaton.cli.show.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "urls",
        mixinStandardHelpOptions = true,
        description = "Where everything can be reached: coordinators, agents, Patroni, etcd, the bus.")
final class UrlsCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    /** One thing that answers. */
    private record Place(String what, String who, String url) {}

    @Override
    public void run() {
        try (Session session = root.session()) {
            Set<Place> places = new LinkedHashSet<>();
            session.config().coordinators().forEach(url -> places.add(new Place("coordinator", "", url.toString())));
            ScopeLookup lookup = new ScopeLookup(session);
            session.scopes(root.scopes()).forEach(scope -> ofScope(lookup.read(scope), places));
            session.etcd().endpoints().forEach(url -> places.add(new Place("etcd", "", url)));
            session.config().bus().ifPresent(bus -> bus.bootstrap()
                    .forEach(at -> places.add(new Place("bus", "", at))));
            print(places);
        }
    }

    private static void ofScope(ScopeState state, Set<Place> places) {
        state.agents().stream()
                .filter(agent -> !agent.getUrl().isEmpty())
                .forEach(agent -> places.add(new Place("agent", agent.getNode(), agent.getUrl())));
        state.addresses().stream()
                .filter(address -> !address.key().getAddress().isEmpty())
                .forEach(address -> places.add(new Place(
                        "address",
                        state.scope() + " " + address.name(),
                        address.key().getAddress())));
        state.members()
                .forEach(member ->
                        places.add(new Place("patroni", state.scope() + " " + member.name(), member.apiUrl())));
    }

    private void print(Set<Place> places) {
        if (root.json()) {
            JsonArray all = new JsonArray();
            places.forEach(place -> all.add(new JsonObject()
                    .put("what", place.what())
                    .put("who", place.who())
                    .put("url", place.url())));
            root.print(all);
            return;
        }
        Table table = new Table("WHAT", "WHO", "URL");
        places.forEach(place -> table.row(Cell.of(place.what()), Cell.of(place.who()), Cell.of(place.url())));
        table.print(root.terminal());
    }
}
