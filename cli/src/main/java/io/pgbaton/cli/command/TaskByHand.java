package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupAgents;
import io.pgbaton.cli.backup.BackupAsking;
import io.pgbaton.cli.backup.BackupProgressLine;
import io.pgbaton.cli.sentence.Sentences;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;

/** A task of a backup agent that a person asks for: asked, shown, and turned into an exit code. */
final class TaskByHand {
    private static final Duration WAITS_FOR_ITS_TURN = Duration.ofMinutes(30);

    private final Pgbaton root;
    private final Session session;
    private final BackupAgents.Place place;
    private final boolean follow;

    TaskByHand(Pgbaton root, Session session, BackupAgents.Place place, Follow follow) {
        this.root = root;
        this.session = session;
        this.place = place;
        this.follow = follow.toTheEnd();
    }

    int ask(BackupTask task, ByHand byHand, PrintWriter err) {
        BackupRequest request = BackupRequest.newBuilder()
                .setActor(byHand.actor(root))
                .setReason(byHand.reason())
                .setNode(place.agent().getNode())
                .setTask(task)
                .setValidForMs((int) WAITS_FOR_ITS_TURN.toMillis())
                .build();
        BackupProgressLine line = BackupProgressLine.of(err, root.json());
        Consumer<BusRecord> said = record -> {
            line.accept(record);
            if (follow && !root.json() && !line.covers(record)) {
                root.terminal().line(Sentences.of(record));
            }
        };
        BackupAsking.Answer answer = new BackupAsking(session, place.scope()).ask(request, follow, said);
        line.end();
        BusRecord word = answer.word().orElseThrow(this::silence);
        print(answer, word);
        return exit(word);
    }

    private void print(BackupAsking.Answer answer, BusRecord word) {
        if (root.json()) {
            JsonObject shown = new JsonObject(CloudEventCodec.toJson(word.data()))
                    .put("scope", place.scope().key())
                    .put("stanza", place.stanza())
                    .put("command", answer.command())
                    .put("said", word.type().noun());
            answer.drill().ifPresent(drill -> shown.put("drill", new JsonObject(CloudEventCodec.toJson(drill.data()))));
            root.print(shown);
        } else if (!follow) {
            root.terminal().line(Sentences.of(word));
        }
    }

    private static int exit(BusRecord word) {
        if (word.data() instanceof Refusal) {
            return ExitCode.REFUSED;
        }
        boolean well = !(word.data() instanceof Outcome outcome)
                || outcome.getResult() == Result.RESULT_DONE
                || outcome.getResult() == Result.RESULT_ALREADY
                // Another is before it: it will be done, only not now.
                || outcome.getResult() == Result.RESULT_LATER;
        return well ? ExitCode.OK : ExitCode.FAULT;
    }

    private CliFault silence() {
        return new CliFault(
                ExitCode.UNREACHABLE,
                "nobody began it within " + session.patience().toSeconds()
                        + " s: no coordinator passed it on, or agent "
                        + place.agent().getNode()
                        + " waits for its turn (`pgbaton backup info` shows that); it gives up after "
                        + WAITS_FOR_ITS_TURN.toMinutes() + " min");
    }
}
