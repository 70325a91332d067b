package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.restore.MemberPlanning;
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
        name = "member",
        mixinStandardHelpOptions = true,
        description = "Rebuilds one replica from the backup, and follows it until it streams.%n"
                + "Its old data is kept aside on its node, as <data directory>.old-<id>; with --delta it is not.%n"
                + "Ends with 1 when it failed, 6 when it was refused, 69 when nobody began it in --timeout.")
final class RestoreMemberCommand implements Callable<Integer> {
    @ParentCommand
    private RestoreCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SCOPE", description = "the cluster", converter = ScopeConverter.class)
    private Scope scope;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "MEMBER",
            description = "one that does not lead; not needed with --resume and --undo")
    private String member;

    @Option(names = "--set", paramLabel = "LABEL", description = "this backup (default: the newest that is sound)")
    private String set = "";

    @Option(names = "--stanza", paramLabel = "STANZA", description = "where the scope has several")
    private String stanza;

    @Option(
            names = "--delta",
            description =
                    "into the data directory itself: what is the same there is not copied, and the old data is not kept"
                            + " aside. Needs --yes, or a word on the terminal")
    private boolean delta;

    @Option(names = "--yes", description = "of --delta: do not ask")
    private boolean yes;

    @Mixin
    private Undo undo;

    @Mixin
    private RestoreByHand restore;

    @Override
    public Integer call() {
        return restore.run(parent.root(), scope, undo, this::plan, confirmation());
    }

    private RestorePlan plan(Session session, Consumer<String> notes) {
        if (member == null) {
            throw new ParameterException(spec.commandLine(), "say which MEMBER, or --resume or --undo with an id");
        }
        return new MemberPlanning(session).plan(new MemberPlanning.Wish(scope, member, stanza, set, delta), notes);
    }

    private Optional<Confirmation> confirmation() {
        String harm = "--delta keeps nothing of the old data of " + member;
        return Optional.of(new Confirmation(
                        harm, member, "--yes", yes, parent.root().keyboard()))
                .filter(needed -> delta);
    }
}
