package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Progress;
import picocli.CommandLine;

@CommandLine.Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "End and remove everything of the lab.")
final class DownCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @Override
    public void run() {
        Lab.requireRoot();
        Lab.down(parent.choice().layout(), new Progress(System.out));
    }
}
