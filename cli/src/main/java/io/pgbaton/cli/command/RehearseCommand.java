package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.rehearsal.RehearsalText;
import io.pgbaton.cli.rehearsal.Rehearsing;
import io.pgbaton.cli.rehearsal.Silence;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RehearsalResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description =
                "Plays a handover without effect through the whole path, etcd, agents, bus and coordinator, and shows"
                        + " how long each hop took. It changes nothing.%n"
                        + "Ends with 1 when it failed or was slower than its budget, with 69 when no coordinator told of an end.")
final class RehearseCommand implements Callable<Integer> {
    @ParentCommand
    private Pgbaton root;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description = "of this scope alone (default: of all of the configuration, one after the other)",
            converter = ScopeConverter.class)
    private Scope scope;

    @Mixin
    private ByHand byHand;

    @Override
    public Integer call() {
        try (Session session = root.session()) {
            List<String> silent = new ArrayList<>();
            List<Rehearsing.Outcome> told = new ArrayList<>();
            for (Scope one : session.scopes(Targets.scopes(scope, root.scopes()))) {
                Rehearsing.Outcome outcome = new Rehearsing(session, one).rehearse(request());
                if (outcome.result().isPresent()) {
                    told.add(outcome);
                } else {
                    silent.add(Silence.of(outcome, new ScopeLookup(session).read(one), session.patience()));
                }
            }
            print(told);
            if (!silent.isEmpty()) {
                throw new CliFault(ExitCode.UNREACHABLE, String.join("\n", silent));
            }
            boolean failed = told.stream()
                    .flatMap(outcome -> outcome.result().stream())
                    .anyMatch(result -> !result.getCompleted());
            return failed ? ExitCode.FAULT : ExitCode.OK;
        }
    }

    private RehearsalRequest request() {
        return RehearsalRequest.newBuilder()
                .setActor(byHand.actor(root))
                .setReason(byHand.reason())
                .build();
    }

    private void print(List<Rehearsing.Outcome> told) {
        if (root.json()) {
            JsonArray all = new JsonArray();
            told.forEach(outcome -> all.add(json(outcome)));
            root.print(all);
        } else {
            RehearsalText text = new RehearsalText(root.terminal());
            told.forEach(outcome -> text.print(outcome.scope(), outcome.result().orElseThrow()));
        }
    }

    private static JsonObject json(Rehearsing.Outcome outcome) {
        RehearsalResult result = outcome.result().orElseThrow();
        return new JsonObject(CloudEventCodec.toJson(result))
                .put("scope", outcome.scope().key())
                .put("completed", result.getCompleted());
    }
}
