package io.pgbaton.lab.cli;

import io.pgbaton.lab.Host;
import picocli.CommandLine;

@CommandLine.Command(
        name = "stop-signal",
        mixinStandardHelpOptions = true,
        description = "Freeze processes of one host by SIGSTOP; cont goes on.")
final class StopSignalCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Mixin
    private Processes processes;

    @Override
    public void run() {
        processes.each(parent, Host::freeze, "stands still");
    }
}
