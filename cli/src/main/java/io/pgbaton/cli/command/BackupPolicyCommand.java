package io.pgbaton.cli.command;

import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.Policies;
import io.pgbaton.cli.backup.PolicyTable;
import io.pgbaton.proto.Scope;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "What the coordinators plan: when each repository gets its next backup, and what it waits for.%n"
                + "Ends with 1 when backups are overdue.")
final class BackupPolicyCommand implements Callable<Integer> {
    @ParentCommand
    private BackupCommand parent;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description = "of this scope alone (default: of all of the configuration)",
            converter = ScopeConverter.class)
    private Scope scope;

    @Override
    public Integer call() {
        Pgbaton root = parent.root();
        try (Session session = root.session()) {
            List<Policies.Planned> planned =
                    Policies.read(session, session.scopes(Targets.scopes(scope, root.scopes())));
            if (root.json()) {
                JsonArray all = new JsonArray();
                planned.forEach(one -> all.add(one.json()));
                root.print(all);
            } else {
                new PolicyTable(root.terminal(), Instant.now()).print(planned);
            }
            return planned.stream().anyMatch(one -> one.policy().getOverdue()) ? ExitCode.FAULT : ExitCode.OK;
        }
    }
}
