package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupProgressLine;
import io.pgbaton.cli.restore.PlanText;
import io.pgbaton.cli.restore.RestoreAsking;
import io.pgbaton.cli.sentence.Sentences;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreRequest;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A restore that a person asks for: planned, asked, followed, shown, and turned into an exit code. */
final class RestoreByHand {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = "go on with one that failed, from the step that failed")
    private String resume = "";

    @Option(names = "--dry-run", description = "show the plan and change nothing")
    private boolean dryRun;

    @Option(names = "--detach", description = "end when it has begun, not when it is over")
    private boolean detach;

    @Mixin
    private ByHand byHand;

    /**
     * @param scope that something is restored in
     * @param planner not asked when an earlier one goes on
     * @return the exit code
     */
    int run(Pgbaton root, Scope scope, Function<Session, RestorePlan> planner) {
        try (Session session = root.session()) {
            RestoreRequest.Builder request =
                    RestoreRequest.newBuilder().setActor(byHand.actor(root)).setReason(byHand.reason());
            if (resume.isEmpty()) {
                RestorePlan plan = planner.apply(session);
                if (dryRun) {
                    show(root, scope, plan);
                    return ExitCode.OK;
                }
                request.setPlan(plan);
            } else {
                request.setResume(resume);
            }
            return ask(root, session, scope, request.build());
        }
    }

    private static void show(Pgbaton root, Scope scope, RestorePlan plan) {
        if (root.json()) {
            root.print(new JsonObject(CloudEventCodec.toJson(plan)));
        } else {
            PlanText.lines(scope, plan).forEach(root.terminal()::line);
        }
    }

    private int ask(Pgbaton root, Session session, Scope scope, RestoreRequest request) {
        BackupProgressLine line = BackupProgressLine.of(spec.commandLine().getErr(), root.json());
        RestoreAsking.Answer answer = new RestoreAsking(session, scope).ask(request, !detach, record -> {
            line.accept(record);
            if (!root.json() && !line.covers(record)) {
                root.terminal().line(Sentences.of(record));
            }
        });
        line.end();
        BusRecord word = answer.word().orElseThrow(() -> silence(session, scope));
        if (root.json()) {
            root.print(new JsonObject(CloudEventCodec.toJson(word.data()))
                    .put("restore", answer.id())
                    .put("scope", scope.key())
                    .put("said", word.type().noun()));
        } else if (detach) {
            root.terminal().line("restore " + answer.id() + " goes on: `pgbaton events --follow -s " + scope + "`");
        }
        return exit(word);
    }

    private static int exit(BusRecord word) {
        if (word.data() instanceof Refusal) {
            return ExitCode.REFUSED;
        }
        return word.data() instanceof RestoreFailed ? ExitCode.FAULT : ExitCode.OK;
    }

    private static CliFault silence(Session session, Scope scope) {
        return new CliFault(
                ExitCode.UNREACHABLE,
                "nobody began it within " + session.patience().toSeconds()
                        + " s: is a coordinator there, and does it know " + scope
                        + ", from a node agent or a backup agent of it?");
    }
}
