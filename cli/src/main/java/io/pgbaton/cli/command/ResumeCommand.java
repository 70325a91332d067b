package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.handsoff.Keys;
import io.pgbaton.cli.handsoff.Pausing;
import io.pgbaton.cli.show.HandsOffLines;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.PauseState;
import io.pgbaton.proto.v1.Resumption;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Ends a pause, and says whose it was and how long it lasted.%n"
                + "A scope stays paused while all scopes are, and the other way round.")
final class ResumeCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description = "the pause of this scope (default: the one of all scopes)",
            converter = ScopeConverter.class)
    private Scope scope;

    @Option(names = "--reason", description = "why, in a few words", converter = Reason.class)
    private String reason = "";

    @Mixin
    private Actor actor;

    @Override
    public void run() {
        try (Session session = root.session()) {
            Resumption resumption = Resumption.newBuilder()
                    .setReason(reason)
                    .setActor(actor.or(root.user()))
                    .setTime(HandsOffText.timestamp(Instant.now()))
                    .build();
            Pausing pausing = new Pausing(new Keys(session));
            JsonArray all = new JsonArray();
            for (Optional<Scope> one : Targets.of(scope, root.scopes())) {
                Pausing.Outcome outcome = pausing.resume(one, resumption);
                all.add(json(outcome));
                say(outcome);
            }
            if (root.json()) {
                root.print(all);
            }
        }
    }

    private static JsonObject json(Pausing.Outcome outcome) {
        JsonArray stays = new JsonArray();
        outcome.stays().forEach(one -> stays.add(json(one.pause()).put("scope", Targets.key(one.scope()))));
        return new JsonObject()
                .put("scope", Targets.key(outcome.scope()))
                .put("ended", outcome.before().map(ResumeCommand::json).orElse(null))
                .put("stays", stays);
    }

    private static JsonObject json(PauseState pause) {
        return new JsonObject(CloudEventCodec.toJson(pause));
    }

    private void say(Pausing.Outcome outcome) {
        if (root.json()) {
            return;
        }
        String name = Targets.name(outcome.scope());
        outcome.before()
                .ifPresentOrElse(
                        before -> root.terminal().line(name + " no longer paused; it was: " + text(before)),
                        () -> root.terminal()
                                .line(
                                        outcome.scope().isPresent()
                                                ? name + " not paused by itself"
                                                : "not all scopes are paused"));
        outcome.stays().forEach(one -> root.terminal()
                .line("  stays paused: " + one.scope().map(of -> of + ": ").orElse("") + text(one.pause())
                        + one.scope().map(of -> "; `pgbaton resume " + of + "`").orElse("; `pgbaton resume`")));
    }

    private String text(PauseState pause) {
        return HandsOffLines.of(pause, root.terminal().zone());
    }
}
