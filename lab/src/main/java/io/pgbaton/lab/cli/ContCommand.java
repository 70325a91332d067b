package io.pgbaton.lab.cli;

import io.pgbaton.lab.Host;
import picocli.CommandLine;

@CommandLine.Command(
        name = "cont",
        mixinStandardHelpOptions = true,
        description = "Let frozen processes of one host go on (SIGCONT).")
final class ContCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Mixin
    private Processes processes;

    @Override
    public void run() {
        processes.each(parent, Host::cont, "goes on");
    }
}
