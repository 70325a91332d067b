package io.pgbaton.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Backs up with pgBackRest through the backup agents, and shows what is in the repositories.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BackupNowCommand.class,
            BackupListCommand.class,
            BackupInfoCommand.class,
            BackupPolicyCommand.class
        })
final class BackupCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Spec
    private CommandSpec spec;

    Pgbaton root() {
        return root;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what: now, list, info or policy");
    }
}
