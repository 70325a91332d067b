package io.pgbaton.cli.command;

import io.pgbaton.cli.restore.ClusterPlanning;
import io.pgbaton.proto.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description =
                "Makes a new Patroni cluster from a backup of another one, on nodes where nothing runs, and follows it.%n"
                        + "The backup is the newest that stopped before the target; when none did, nothing is begun.%n"
                        + "Ends with 1 when it failed, 6 when it was refused, 69 when nobody began it in --timeout.")
final class RestoreClusterCommand implements Callable<Integer> {
    @ParentCommand
    private RestoreCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", paramLabel = "SCOPE", description = "whose backup", converter = ScopeConverter.class)
    private Scope from;

    @Option(
            names = "--to",
            paramLabel = "NEWSCOPE",
            required = true,
            description = "the new cluster",
            converter = ScopeConverter.class)
    private Scope to;

    @Option(
            names = "--nodes",
            paramLabel = "NODE",
            split = ",",
            description = "nodes of backup agents that have a member of NEWSCOPE; the first becomes the leader")
    private List<String> nodes = new ArrayList<>();

    @Mixin
    private HowFar howFar;

    @Option(names = "--from-stanza", paramLabel = "STANZA", description = "where the source has several")
    private String fromStanza;

    @Option(names = "--to-stanza", paramLabel = "STANZA", description = "where NEWSCOPE has several")
    private String toStanza;

    @Option(
            names = "--no-archive",
            description = "the new cluster archives nothing; its replicas are copies of its leader")
    private boolean noArchive;

    @Mixin
    private Probe probe;

    @Mixin
    private Undo undo;

    @Mixin
    private RestoreByHand restore;

    @Override
    public Integer call() {
        return restore.run(
                parent.root(),
                to,
                undo,
                (session, notes) -> new ClusterPlanning(session).plan(wish(), notes),
                Optional.empty());
    }

    private ClusterPlanning.Wish wish() {
        if (from == null || nodes.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--from and --nodes are needed, or --resume with the id of one that failed");
        }
        return new ClusterPlanning.Wish(
                from, to, fromStanza, toStanza, !noArchive, nodes, howFar.aim(), probe.sql(), probe.expected());
    }
}
