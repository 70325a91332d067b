package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.Repositories;
import io.pgbaton.cli.backup.RepositoryTables;
import io.pgbaton.proto.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Every backup that is in a repository, the newest last.")
final class BackupListCommand implements Runnable {
    @ParentCommand
    private BackupCommand parent;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description = "of this scope alone (default: of all of the configuration)",
            converter = ScopeConverter.class)
    private Scope scope;

    @Override
    public void run() {
        Pgbaton root = parent.root();
        try (Session session = root.session()) {
            List<JsonObject> stanzas =
                    new Repositories(session).read(session.scopes(Targets.scopes(scope, root.scopes())));
            if (root.json()) {
                JsonArray all = new JsonArray();
                stanzas.forEach(stanza -> stanza.getJsonArray("backups")
                        .forEach(backup -> all.add(((JsonObject) backup)
                                .put("stanza", stanza.getString("stanza"))
                                .put("scope", stanza.getString("scope")))));
                root.print(all);
            } else {
                new RepositoryTables(root.terminal(), Instant.now()).list(stanzas);
            }
        }
    }
}
