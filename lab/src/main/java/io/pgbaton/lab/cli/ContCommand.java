package io.pgbaton.lab.cli;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.What;
import java.util.List;
import picocli.CommandLine;

@CommandLine.Command(
        name = "cont",
        mixinStandardHelpOptions = true,
        description = "Let frozen processes of one host go on (SIGCONT).")
final class ContCommand implements Runnable {
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
            host.cont(What.of(what));
            System.out.println(what + " of " + node + " goes on");
        }
    }
}
