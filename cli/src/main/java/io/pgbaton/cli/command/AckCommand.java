package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.handsoff.Acknowledging;
import io.pgbaton.cli.handsoff.Keys;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.Acknowledgement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "ack",
        mixinStandardHelpOptions = true,
        description =
                "Notes that you have seen a handover and all before it. After too many in a short time, automation"
                        + " that adds load waits for this.")
final class AckCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Parameters(
            paramLabel = "HANDOVER",
            description = "its id, or the beginning of it; `last` is the newest of each scope")
    private String id;

    @Option(names = "--reason", description = "what you found, in a few words", converter = Reason.class)
    private String reason = "";

    @Mixin
    private Actor actor;

    @Override
    public void run() {
        try (Session session = root.session()) {
            Acknowledgement asked = Acknowledgement.newBuilder()
                    .setActor(actor.or(root.user()))
                    .setReason(reason)
                    .setTime(HandsOffText.timestamp(Instant.now()))
                    .build();
            List<Acknowledging.Outcome> outcomes = new Acknowledging(new Keys(session), new ScopeLookup(session))
                    .acknowledge(session.scopes(root.scopes()), id, asked);
            if (root.json()) {
                JsonArray all = new JsonArray();
                outcomes.forEach(one -> all.add(new JsonObject()
                        .put("scope", one.scope().key())
                        .put("handover", one.handover())
                        .put("flapped", one.flapped())));
                root.print(all);
            } else {
                outcomes.forEach(one -> root.terminal()
                        .line(one.scope() + ": handover " + one.handover() + " is acknowledged"
                                + (one.flapped() ? "; automation goes on" : "")));
            }
        }
    }
}
