package io.pgbaton.lab.cli;

import picocli.CommandLine;

@CommandLine.Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = "End processes of one host by a signal, by default SIGKILL.")
final class KillCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Mixin
    private Processes processes;

    @CommandLine.Option(names = "--signal", defaultValue = "KILL", description = "KILL, TERM, INT or QUIT")
    private String signal;

    @Override
    public void run() {
        processes.each(parent, (host, what) -> host.kill(what, signal), "is gone");
    }
}
