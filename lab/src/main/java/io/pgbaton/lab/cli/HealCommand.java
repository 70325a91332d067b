package io.pgbaton.lab.cli;

import picocli.CommandLine;

@CommandLine.Command(
        name = "heal",
        mixinStandardHelpOptions = true,
        description = "Plug the cable of one host in again.")
final class HealCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Parameters(index = "0", paramLabel = "NODE", description = Processes.NODES)
    private String node;

    @Override
    public void run() {
        parent.choice().running().host(node).heal();
        System.out.println(node + " is connected");
    }
}
