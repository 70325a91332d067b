package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.handsoff.Keys;
import io.pgbaton.cli.handsoff.Pausing;
import io.pgbaton.cli.show.HandsOffLines;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.Pause;
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
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Hands off: no drains, and none of the automation that adds load, until `pgbaton resume`.%n"
                + "Address and routes go on to follow Patroni's leader; --address freezes the address too: then nobody"
                + " takes it, and whoever has to let go of it does.%n"
                + "Patroni's own pause is something else. The word is kept in etcd; no coordinator is asked.")
final class PauseCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description = "this scope alone (default: all scopes of this etcd)",
            converter = ScopeConverter.class)
    private Scope scope;

    @Option(names = "--reason", required = true, description = "why, in a few words", converter = Reason.class)
    private String reason;

    @Option(names = "--address", description = "freeze the address too")
    private boolean address;

    @Mixin
    private Actor actor;

    @Override
    public void run() {
        try (Session session = root.session()) {
            Pause pause = Pause.newBuilder()
                    .setReason(reason)
                    .setActor(actor.or(root.user()))
                    .setSince(HandsOffText.timestamp(Instant.now()))
                    .setAddress(address)
                    .build();
            Pausing pausing = new Pausing(new Keys(session));
            JsonArray all = new JsonArray();
            for (Optional<Scope> one : Targets.of(scope, root.scopes())) {
                Pausing.Outcome outcome = pausing.pause(one, pause);
                all.add(new JsonObject(CloudEventCodec.toJson(pause)).put("scope", Targets.key(one)));
                say(outcome);
            }
            if (root.json()) {
                root.print(all);
            }
        }
    }

    private void say(Pausing.Outcome outcome) {
        if (root.json()) {
            return;
        }
        root.terminal()
                .line(Targets.name(outcome.scope()) + " paused"
                        + (address ? ", the address frozen" : "; the address follows the leader") + ": " + reason);
        outcome.before().ifPresent(before -> root.terminal()
                .line("  in place of: "
                        + HandsOffLines.of(before, root.terminal().zone())));
    }
}
