package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.restore.InPlacePlanning;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestorePlan;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "in-place",
        mixinStandardHelpOptions = true,
        description =
                "Takes a whole cluster, all of its members, back to an earlier state, and follows it. One of --time, --lsn,"
                        + " --xid, --name, --immediate and --end says how far. WRITES AFTER THAT WILL NOT BE IN THE CLUSTER.%n"
                        + "Today's data is kept aside on each node, as <data directory>.old-<id>; --undo brings it back when a"
                        + " step failed before the cluster was started from the backup.%n"
                        + "The backup is the newest that stopped before the target; when none did, nothing is begun.%n"
                        + "Ends with 1 when it failed, 6 when it was refused, 69 when nobody began it in --timeout.")
final class RestoreInPlaceCommand implements Callable<Integer> {
    @ParentCommand
    private RestoreCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SCOPE", description = "the cluster", converter = ScopeConverter.class)
    private Scope scope;

    @Mixin
    private HowFar howFar;

    @Option(
            names = "--leader",
            paramLabel = "MEMBER",
            description = "is restored first and leads then (default: whoever leads now)")
    private String leader;

    @Option(names = "--stanza", paramLabel = "STANZA", description = "where the scope has several")
    private String stanza;

    @Mixin
    private Probe probe;

    @Option(
            names = "--yes",
            paramLabel = "SCOPE",
            description = "the same scope again, in place of typing it when asked",
            converter = ScopeConverter.class)
    private Scope yes;

    @Mixin
    private Undo undo;

    @Mixin
    private RestoreByHand restore;

    @Override
    public Integer call() {
        return restore.run(parent.root(), scope, undo, this::plan, Optional.of(confirmation()));
    }

    private RestorePlan plan(Session session, Consumer<String> notes) {
        if (!howFar.isSaid()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say how far the cluster goes back: --time, --lsn, --xid, --name, --immediate or --end");
        }
        InPlacePlanning.Wish wish =
                new InPlacePlanning.Wish(scope, stanza, howFar.aim(), leader, probe.sql(), probe.expected());
        return new InPlacePlanning(session).plan(wish, notes);
    }

    private Confirmation confirmation() {
        if (yes != null && !yes.equals(scope)) {
            throw new ParameterException(spec.commandLine(), "--yes names " + yes + ", and not " + scope);
        }
        return new Confirmation(
                "what was written after the target will not be in " + scope,
                scope.key(),
                "--yes " + scope,
                yes != null,
                parent.root().keyboard());
    }
}
