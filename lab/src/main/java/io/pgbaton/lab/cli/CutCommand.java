package io.pgbaton.lab.cli;

import picocli.CommandLine;

@CommandLine.Command(name = "cut", mixinStandardHelpOptions = true, description = "Pull the cable of one host.")
final class CutCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Parameters(index = "0", paramLabel = "NODE", description = "n1, n2, n3, bus, co1, co2, mon or cl")
    private String node;

    @Override
    public void run() {
        parent.choice().running().host(node).cut();
        System.out.println(node + " is cut off");
    }
}
