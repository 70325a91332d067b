package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupAgents;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description =
                "Has a backup restored where nobody misses it, recovered, checked, measured and removed, and says when that%n"
                        + "has begun, or that it waits for its turn.%n"
                        + "Ends with 1 when the backup could not be restored or is not whole, 6 when it was refused, 69 when%n"
                        + "nobody began it in --timeout.")
final class RestoreDrillCommand implements Callable<Integer> {
    @ParentCommand
    private RestoreCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description = "of this scope (default: the one of the configuration)",
            converter = ScopeConverter.class)
    private Scope scope;

    @Option(names = "--stanza", paramLabel = "STANZA", description = "where a scope has several, or no scope is named")
    private String stanza;

    @Option(names = "--repo", paramLabel = "N", description = "from this repository (default: any)")
    private int repo;

    @Option(names = "--set", paramLabel = "LABEL", description = "this backup (default: the newest)")
    private String set = "";

    @Mixin
    private Follow follow;

    @Mixin
    private ByHand byHand;

    @Override
    public Integer call() {
        Pgbaton root = parent.root();
        BackupTask.Builder task = BackupTask.newBuilder()
                .setKind(BackupKind.BACKUP_KIND_DRILL)
                .setRepo(repo)
                .setSet(set);
        try (Session session = root.session()) {
            List<Scope> scopes = session.scopes(Targets.scopes(scope, root.scopes()));
            BackupAgents.Place place = new BackupAgents(session).chooseForDrill(scopes, stanza);
            return new TaskByHand(root, session, place, follow)
                    .ask(
                            task.setStanza(place.stanza()).build(),
                            byHand,
                            spec.commandLine().getErr());
        }
    }
}
