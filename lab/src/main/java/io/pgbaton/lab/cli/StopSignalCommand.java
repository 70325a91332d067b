package io.pgbaton.lab.cli;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.What;
import java.util.List;
import picocli.CommandLine;

@CommandLine.Command(
        name = "stop-signal",
        mixinStandardHelpOptions = true,
        description = "Freeze processes of one host by SIGSTOP; cont goes on.")
final class StopSignalCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Parameters(index = "0", paramLabel = "NODE", description = "n1, n2, n3, bus, co1, co2, mon or cl")
    private String node;

    @CommandLine.Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "WHAT",
            description = "etcd, patroni, postgres, haproxy, node-agent, broker, coordinator, prometheus or writer")
    private List<String> whats;

    @Override
    public void run() {
        Host host = parent.choice().running().host(node);
        for (String what : whats) {
            host.freeze(What.of(what));
            System.out.println(what + " of " + node + " stands still");
        }
    }
}
