package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupAgents;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "now",
        mixinStandardHelpOptions = true,
        description =
                "Asks a backup agent for a backup, or for another command of pgBackRest, and says when it has begun,%n"
                        + "or that it waits for its turn.%n"
                        + "Ends with 1 when it failed, 6 when it was refused, 69 when nobody began it in --timeout.")
final class BackupNowCommand implements Callable<Integer> {
    /** What an agent can be asked for, as pgBackRest spells it; it has no command of its own for the last. */
    enum Task {
        STANZA_CREATE,
        STANZA_UPGRADE,
        CHECK,
        BACKUP,
        EXPIRE,
        VERIFY,
        INFO,
        ARCHIVE_CHECK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Of a backup. */
    enum Type {
        FULL,
        DIFF,
        INCR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParentCommand
    private BackupCommand parent;

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

    @Option(names = "--type", paramLabel = "TYPE", description = "${COMPLETION-CANDIDATES} (default: pgBackRest's own)")
    private Type type;

    @Option(names = "--repo", paramLabel = "N", description = "into this repository (default: pgBackRest's own)")
    private int repo;

    @Option(
            names = "--command",
            paramLabel = "COMMAND",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            defaultValue = "backup")
    private Task task;

    @Option(names = "--set", paramLabel = "LABEL", description = "of expire: the one backup that is to go")
    private String set = "";

    @Mixin
    private Follow follow;

    @Mixin
    private ByHand byHand;

    @Override
    public Integer call() {
        Pgbaton root = parent.root();
        try (Session session = root.session()) {
            List<Scope> scopes = session.scopes(Targets.scopes(scope, root.scopes()));
            BackupAgents.Place place = new BackupAgents(session).choose(scopes, stanza);
            return new TaskByHand(root, session, place, follow)
                    .ask(wanted(place), byHand, spec.commandLine().getErr());
        }
    }

    private BackupTask wanted(BackupAgents.Place place) {
        BackupTask.Builder wanted = BackupTask.newBuilder()
                .setStanza(place.stanza())
                .setKind(BackupKind.valueOf("BACKUP_KIND_" + task.name()))
                .setRepo(repo)
                .setSet(set);
        if (type != null) {
            wanted.setType(BackupType.valueOf("BACKUP_TYPE_" + type.name()));
        }
        return wanted.build();
    }
}
