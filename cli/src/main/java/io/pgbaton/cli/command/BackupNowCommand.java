package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupAgents;
import io.pgbaton.cli.backup.BackupAsking;
import io.pgbaton.cli.backup.BackupProgressLine;
import io.pgbaton.cli.sentence.Sentences;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "now",
        mixinStandardHelpOptions = true,
        description =
                "Asks a backup agent for a backup, or for another command of pgBackRest, and says when it has begun,%n"
                        + "or that it waits for its turn.%n"
                        + "Ends with 1 when it failed, 6 when it was refused, 69 when nobody began it in --timeout.")
final class BackupNowCommand implements Callable<Integer> {
    private static final Duration WAITS_FOR_ITS_TURN = Duration.ofMinutes(30);

    /** What an agent can be asked for, as pgBackRest spells it. */
    enum Task {
        STANZA_CREATE,
        STANZA_UPGRADE,
        CHECK,
        BACKUP,
        EXPIRE,
        VERIFY,
        INFO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Of a backup. */
    enum Type {
        FULL,
        DIFF,
        INCR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParentCommand
    private BackupCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description = "of this scope (default: the one of the configuration)",
            converter = ScopeConverter.class)
    private Scope scope;

    @Option(names = "--stanza", paramLabel = "STANZA", description = "where a scope has several, or no scope is named")
    private String stanza;

    @Option(names = "--type", paramLabel = "TYPE", description = "${COMPLETION-CANDIDATES} (default: pgBackRest's own)")
    private Type type;

    @Option(names = "--repo", paramLabel = "N", description = "into this repository (default: pgBackRest's own)")
    private int repo;

    @Option(
            names = "--command",
            paramLabel = "COMMAND",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            defaultValue = "backup")
    private Task task;

    @Option(names = "--set", paramLabel = "LABEL", description = "of expire: the one backup that is to go")
    private String set = "";

    @Option(
            names = {"-f", "--follow"},
            description = "until it is over, with its progress")
    private boolean follow;

    @Option(names = "--reason", description = "why, in a few words", converter = Reason.class)
    private String reason = "by hand";

    @Mixin
    private Actor actor;

    @Override
    public Integer call() {
        Pgbaton root = parent.root();
        try (Session session = root.session()) {
            List<Scope> scopes = session.scopes(Targets.scopes(scope, root.scopes()));
            BackupAgents.Place place = new BackupAgents(session).choose(scopes, stanza);
            BackupRequest request = request(root, place);
            BackupProgressLine line = BackupProgressLine.of(spec.commandLine().getErr(), root.json());
            Consumer<BusRecord> said = record -> {
                line.accept(record);
                if (follow && !root.json() && !line.covers(record)) {
                    root.terminal().line(Sentences.of(record));
                }
            };
            BackupAsking.Answer answer = new BackupAsking(session, place.scope()).ask(request, follow, said);
            line.end();
            BusRecord word = answer.word().orElseThrow(() -> silence(session, place));
            print(root, place, answer.command(), word);
            return exit(word);
        }
    }

    private BackupRequest request(Pgbaton root, BackupAgents.Place place) {
        BackupTask.Builder wanted = BackupTask.newBuilder()
                .setStanza(place.stanza())
                .setKind(BackupKind.valueOf("BACKUP_KIND_" + task.name()))
                .setRepo(repo)
                .setSet(set);
        if (type != null) {
            wanted.setType(BackupType.valueOf("BACKUP_TYPE_" + type.name()));
        }
        return BackupRequest.newBuilder()
                .setActor(actor.or(root.user()))
                .setReason(reason)
                .setNode(place.agent().getNode())
                .setTask(wanted)
                .setValidForMs((int) WAITS_FOR_ITS_TURN.toMillis())
                .build();
    }

    private void print(Pgbaton root, BackupAgents.Place place, String command, BusRecord word) {
        if (root.json()) {
            root.print(new JsonObject(CloudEventCodec.toJson(word.data()))
                    .put("scope", place.scope().key())
                    .put("stanza", place.stanza())
                    .put("command", command)
                    .put("said", word.type().noun()));
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

    private static CliFault silence(Session session, BackupAgents.Place place) {
        return new CliFault(
                ExitCode.UNREACHABLE,
                "nobody began it within " + session.patience().toSeconds()
                        + " s: no coordinator passed it on, or agent "
                        + place.agent().getNode()
                        + " waits for its turn (`pgbaton backup info` shows that); it gives up after "
                        + WAITS_FOR_ITS_TURN.toMinutes() + " min");
    }
}
