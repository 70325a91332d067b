package io.pgbaton.lab.cli;

import io.pgbaton.lab.LabException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What ./demo runs. Exit codes: 0 done, 1 something is in the way (one sentence on standard error), 2 wrong usage. */
@CommandLine.Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        version = "0.1.0-SNAPSHOT",
        description = "A real three-node cluster with pgbaton on this machine. Without a command: start it, kill the "
                + "leader, show the handover, leave all running.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            UrlsCommand.class,
            SwitchoverCommand.class,
            KillCommand.class,
            StartCommand.class,
            StopSignalCommand.class,
            ContCommand.class,
            CutCommand.class,
            HealCommand.class,
            LogsCommand.class,
            BenchCommand.class,
            InstallCommand.class,
            ReportCommand.class,
            ChaosCommand.class
        })
public final class LabMain implements Runnable {
    @CommandLine.Mixin
    private LabChoice choice;

    @CommandLine.Mixin
    private SetUp setUp;

    LabMain() {}

    LabChoice choice() {
        return choice;
    }

    @Override
    public void run() {
        new Story(choice, setUp).tell();
    }

    public static void main(String[] arguments) {
        // "--id bench" names a lab, although there is a command of that name.
        CommandLine line = new CommandLine(new LabMain()).setAllowSubcommandsAsOptionParameters(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getCommandSpec()));
        System.exit(line.execute(arguments));
    }

    private static int explain(Exception failure, CommandSpec command) throws Exception {
        if (failure instanceof LabException) {
            command.commandLine().getErr().println("demo: " + failure.getMessage());
            return 1;
        }
        throw failure;
    }
}
