package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.cluster.Scope;
import picocli.CommandLine;

@CommandLine.Command(
        name = "switchover",
        mixinStandardHelpOptions = true,
        description = "Change the leader in good order, by Patroni.")
final class SwitchoverCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Parameters(index = "0", arity = "0..1", paramLabel = "NODE", description = "the new leader")
    private String candidate;

    @Override
    public void run() {
        Lab lab = parent.choice().running();
        String from = lab.leader();
        String to = candidate == null ? otherThan(from) : candidate;
        lab.switchover(Scope.MAIN, from, to);
        System.out.println("switched over from " + from + " to " + lab.leader());
    }

    private static String otherThan(String leader) {
        return Layout.NODES.stream()
                .filter(node -> !node.equals(leader))
                .findFirst()
                .orElseThrow();
    }
}
