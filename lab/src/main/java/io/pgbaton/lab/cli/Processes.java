package io.pgbaton.lab.cli;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.What;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine;

/** The words {@code NODE WHAT...} of a command: processes of one host, in the order in which they are named. */
final class Processes {
    static final String NODES = "n1, n2, n3, bus, co1, co2, bk, mon or cl";

    @CommandLine.Parameters(index = "0", paramLabel = "NODE", description = NODES)
    private String node;

    @CommandLine.Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "WHAT",
            description =
                    "etcd, patroni, postgres, haproxy, node-agent, broker, coordinator, pgbackrest, prometheus or writer")
    private List<String> whats;

    /** @param now what is true of a process afterwards, for whoever typed the command */
    void each(LabMain parent, BiConsumer<Host, What> action, String now) {
        Host host = parent.choice().running().host(node);
        for (String what : whats) {
            action.accept(host, What.of(what));
            System.out.println(what + " of " + node + " " + now);
        }
    }
}
