package io.pgbaton.lab.cli;

import picocli.CommandLine;

@CommandLine.Command(name = "cut", mixinStandardHelpOptions = true, description = "Pull the cable of one host.")
final class CutCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Parameters(index = "0", paramLabel = "NODE", description = Processes.NODES)
    private String node;

    @Override
    public void run() {
        parent.choice().running().host(node).cut();
        System.out.println(node + " is cut off");
    }
}
