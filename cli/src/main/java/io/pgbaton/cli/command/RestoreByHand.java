package io.pgbaton.cli.command;

import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.restore.PlanText;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A restore that a person asks for: its plan is made, shown and confirmed, or it is an earlier one; then it is asked for. */
final class RestoreByHand {
    private static final Set<String> BESIDE_EARLIER = Set.of("--to", "--detach", "--reason", "--actor");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = "go on with one that failed, from the step that failed",
            converter = RestoreId.class)
    private String resume = "";

    @Option(names = "--dry-run", description = "show the plan and change nothing")
    private boolean dryRun;

    @Option(names = "--detach", description = "end when it has begun, not when it is over")
    private boolean detach;

    @Mixin
    private ByHand byHand;

    /** Makes the plan, and tells notes of what a person should look at before it is carried out. */
    interface Planner {
        RestorePlan plan(Session session, Consumer<String> notes);
    }

    /**
     * @param scope that something is restored in
     * @param planner not asked when an earlier one goes on, or is undone
     * @param confirmation of a new one; empty when nothing is lost by it
     * @return the exit code
     */
    int run(Pgbaton root, Scope scope, Undo undo, Planner planner, Optional<Confirmation> confirmation) {
        boolean earlier = !resume.isEmpty() || !undo.id().isEmpty();
        if (earlier) {
            refuseAnotherPlan(resume.isEmpty() ? "--undo" : "--resume");
        } else if (!dryRun) {
            confirmation.ifPresent(Confirmation::refuseUnheard);
        }
        try (Session session = root.session()) {
            RestoreRequest.Builder request = RestoreRequest.newBuilder()
                    .setActor(byHand.actor(root))
                    .setReason(byHand.reason())
                    .setResume(resume)
                    .setUndo(undo.id());
            if (!earlier) {
                RestorePlan plan = planner.plan(
                        session, note -> spec.commandLine().getErr().println("note: " + note));
                if (dryRun) {
                    show(root, scope, plan);
                    return ExitCode.OK;
                }
                confirmation.ifPresent(needed -> confirm(root, scope, plan, needed));
                request.setPlan(plan);
            }
            return new RestoreWatch(root, session, scope, spec.commandLine().getErr()).ask(request.build(), !detach);
        }
    }

    /** An earlier one has its plan: what would change it must not pass for heard. */
    private void refuseAnotherPlan(String earlier) {
        String others = spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.inherited())
                .map(OptionSpec::longestName)
                .filter(name -> !name.equals(earlier) && !BESIDE_EARLIER.contains(name))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), earlier + " is of a restore that has its plan already: leave out " + others);
        }
    }

    private static void confirm(Pgbaton root, Scope scope, RestorePlan plan, Confirmation needed) {
        if (!root.json()) {
            show(root, scope, plan);
        }
        needed.get();
    }

    private static void show(Pgbaton root, Scope scope, RestorePlan plan) {
        if (root.json()) {
            root.print(new JsonObject(CloudEventCodec.toJson(plan)));
        } else {
            PlanText.lines(scope, plan).forEach(root.terminal()::line);
        }
    }
}
