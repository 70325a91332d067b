package io.pgbaton.lab.cli;

import io.pgbaton.lab.Host;
import picocli.CommandLine;

@CommandLine.Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Start processes of one host again.")
final class StartCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Mixin
    private Processes processes;

    @Override
    public void run() {
        processes.each(parent, Host::start, "runs");
    }
}
