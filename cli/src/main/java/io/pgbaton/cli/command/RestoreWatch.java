package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupProgressLine;
import io.pgbaton.cli.restore.RestoreAsking;
import io.pgbaton.cli.sentence.Sentences;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.proto.v1.RestoreUndone;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;

/** A restore from its request to an exit code: asked for, followed, and shown. */
final class RestoreWatch {
    private final Pgbaton root;
    private final Session session;
    private final Scope scope;
    private final PrintWriter err;

    RestoreWatch(Pgbaton root, Session session, Scope scope, PrintWriter err) {
        this.root = root;
        this.session = session;
        this.scope = scope;
        this.err = err;
    }

    /** @param follow until it is over; else until it begins */
    int ask(RestoreRequest request, boolean follow) {
        BackupProgressLine line = BackupProgressLine.of(err, root.json());
        RestoreAsking.Answer answer = new RestoreAsking(session, scope).ask(request, follow, record -> {
            line.accept(record);
            if (!root.json() && !line.covers(record)) {
                root.terminal().line(Sentences.of(record));
            }
        });
        line.end();
        BusRecord word = answer.word().orElseThrow(this::silence);
        if (root.json()) {
            root.print(new JsonObject(CloudEventCodec.toJson(word.data()))
                    .put("restore", answer.id())
                    .put("scope", scope.key())
                    .put("said", word.type().noun()));
        } else if (!follow) {
            root.terminal().line("restore " + answer.id() + " goes on: `pgbaton events --follow -s " + scope + "`");
        }
        return exit(word, !request.getUndo().isEmpty());
    }

    /** @param undo whether that was asked for: else it is no good end that somebody undid it */
    private static int exit(BusRecord word, boolean undo) {
        if (word.data() instanceof Refusal) {
            return ExitCode.REFUSED;
        }
        boolean bad = word.data() instanceof RestoreFailed || (word.data() instanceof RestoreUndone && !undo);
        return bad ? ExitCode.FAULT : ExitCode.OK;
    }

    private CliFault silence() {
        return new CliFault(
                ExitCode.UNREACHABLE,
                "nobody began it within " + session.patience().toSeconds()
                        + " s: is a coordinator there, and does it know " + scope
                        + ", from a node agent or a backup agent of it?");
    }
}
