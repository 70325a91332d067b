package io.pgbaton.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Restores backups through the backup agents.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RestoreClusterCommand.class,
            RestoreMemberCommand.class,
            RestoreInPlaceCommand.class,
            RestoreDrillCommand.class
        })
final class RestoreCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Spec
    private CommandSpec spec;

    Pgbaton root() {
        return root;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what: cluster, member, in-place or drill");
    }
}
