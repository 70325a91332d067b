package io.pgbaton.cli.command;

import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.LastDescription;
import io.pgbaton.cli.read.Problems;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.cli.show.StatusJson;
import io.pgbaton.cli.show.StatusText;
import io.pgbaton.proto.Scope;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Who leads, who carries the addresses, where the proxies point, and what is wrong.%n"
                + "Ends with 1 when something is wrong.")
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private Pgbaton root;

    @Override
    public Integer call() {
        try (Session session = root.session()) {
            List<Scope> scopes = session.scopes(root.scopes());
            LastDescription description = LastDescription.ask(session, scopes);
            ScopeLookup lookup = new ScopeLookup(session);
            List<ScopeState> states = scopes.stream().map(lookup::read).toList();
            if (root.json()) {
                JsonArray all = new JsonArray();
                states.forEach(state -> all.add(StatusJson.of(state, description.of(state.scope()))));
                root.print(all);
            } else {
                StatusText text = new StatusText(root.terminal());
                states.forEach(state -> text.print(state, description.of(state.scope())));
                description.silence().ifPresent(text::note);
            }
            boolean well = states.stream()
                    .allMatch(state -> Problems.of(state, description.of(state.scope()), Instant.now())
                            .isEmpty());
            return well ? ExitCode.OK : ExitCode.FAULT;
        }
    }
}
