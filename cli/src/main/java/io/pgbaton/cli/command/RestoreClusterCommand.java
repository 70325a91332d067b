package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupProgressLine;
import io.pgbaton.cli.restore.Planning;
import io.pgbaton.cli.restore.RestoreAsking;
import io.pgbaton.cli.restore.Target;
import io.pgbaton.cli.sentence.Sentences;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description =
                "Makes a new Patroni cluster from a backup of another one, on nodes where nothing runs, and follows it.%n"
                        + "The backup is the newest that stopped before the target; when none did, nothing is begun.%n"
                        + "Ends with 1 when it failed, 6 when it was refused, 69 when nobody began it in --timeout.")
final class RestoreClusterCommand implements Callable<Integer> {

    /** How far; without any of them to the end of the archive. */
    static final class Where {
        @Option(
                names = "--time",
                paramLabel = "TIME",
                description = "with its zone, as 2026-11-22T04:00:00Z or \"2026-11-22 04:00:00 Europe/Berlin\"")
        private String time;

        @Option(names = "--lsn", paramLabel = "LSN", description = "as 0/16B3748")
        private String lsn;

        @Option(names = "--xid", paramLabel = "XID", description = "a transaction; needs --set")
        private String xid;

        @Option(names = "--name", paramLabel = "NAME", description = "a restore point; needs --set")
        private String name;

        @Option(names = "--immediate", description = "no further than the backup itself")
        private boolean immediate;

        private Target target() {
            if (time != null) {
                return Target.time(time);
            } else if (lsn != null) {
                return Target.lsn(lsn);
            } else if (xid != null) {
                return Target.xid(xid);
            } else if (name != null) {
                return Target.name(name);
            }
            return immediate ? Target.IMMEDIATE : Target.END;
        }
    }

    @ParentCommand
    private RestoreCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", paramLabel = "SCOPE", description = "whose backup", converter = ScopeConverter.class)
    private Scope from;

    @Option(
            names = "--to",
            paramLabel = "NEWSCOPE",
            required = true,
            description = "the new cluster",
            converter = ScopeConverter.class)
    private Scope to;

    @Option(
            names = "--nodes",
            paramLabel = "NODE",
            split = ",",
            description = "nodes of backup agents that have a member of NEWSCOPE; the first becomes the leader")
    private List<String> nodes = new ArrayList<>();

    @Option(names = "--set", paramLabel = "LABEL", description = "begin with this backup (default: the one that fits)")
    private String set = "";

    @ArgGroup(exclusive = true)
    private Where where = new Where();

    @Option(names = "--timeline", paramLabel = "T", description = "a number, or current (default: the newest)")
    private String timeline = "";

    @Option(names = "--from-stanza", paramLabel = "STANZA", description = "where the source has several")
    private String fromStanza;

    @Option(names = "--to-stanza", paramLabel = "STANZA", description = "where NEWSCOPE has several")
    private String toStanza;

    @Option(
            names = "--no-archive",
            description = "the new cluster archives nothing; its replicas are copies of its leader")
    private boolean noArchive;

    @Option(
            names = "--probe",
            paramLabel = "SQL",
            description = "one statement that is run on the new leader, reading only; its answer is told")
    private String probe = "";

    @Option(names = "--expect", paramLabel = "TEXT", description = "what --probe has to say, or the restore fails")
    private String expected = "";

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = "go on with one that failed, from the step that failed")
    private String resume = "";

    @Option(names = "--dry-run", description = "show the plan and change nothing")
    private boolean dryRun;

    @Option(names = "--detach", description = "end when it has begun, not when it is over")
    private boolean detach;

    @Option(names = "--reason", description = "why, in a few words", converter = Reason.class)
    private String reason = "by hand";

    @Mixin
    private Actor actor;

    @Override
    public Integer call() {
        Pgbaton root = parent.root();
        try (Session session = root.session()) {
            RestoreRequest.Builder request =
                    RestoreRequest.newBuilder().setActor(actor.or(root.user())).setReason(reason);
            if (resume.isEmpty()) {
                RestorePlan plan = new Planning(session).plan(wish());
                if (dryRun) {
                    print(root, plan);
                    return ExitCode.OK;
                }
                request.setPlan(plan);
            } else {
                request.setResume(resume);
            }
            return ask(root, session, request.build());
        }
    }

    private int ask(Pgbaton root, Session session, RestoreRequest request) {
        BackupProgressLine line = BackupProgressLine.of(spec.commandLine().getErr(), root.json());
        RestoreAsking.Answer answer = new RestoreAsking(session, to).ask(request, !detach, record -> {
            line.accept(record);
            if (!root.json() && !line.covers(record)) {
                root.terminal().line(Sentences.of(record));
            }
        });
        line.end();
        BusRecord word = answer.word()
                .orElseThrow(() -> new CliFault(
                        ExitCode.UNREACHABLE,
                        "nobody began it within " + session.patience().toSeconds()
                                + " s: is a coordinator there, and does it know " + to
                                + ", from a node agent or a backup agent of it?"));
        if (root.json()) {
            root.print(new JsonObject(CloudEventCodec.toJson(word.data()))
                    .put("restore", answer.id())
                    .put("scope", to.key())
                    .put("said", word.type().noun()));
        } else if (detach) {
            root.terminal().line("restore " + answer.id() + " goes on: `pgbaton events --follow -s " + to + "`");
        }
        if (word.data() instanceof Refusal) {
            return ExitCode.REFUSED;
        }
        return word.data() instanceof RestoreFailed ? ExitCode.FAULT : ExitCode.OK;
    }

    private Planning.Wish wish() {
        if (from == null || nodes.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--from and --nodes are needed, or --resume with the id of one that failed");
        }
        if (target().equals(Target.IMMEDIATE) && !timeline.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--timeline does not go with --immediate, which ends before any timeline does");
        }
        if (!timeline.matches("([1-9][0-9]{0,9}|latest|current)?")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--timeline takes a number, latest or current");
        }
        return new Planning.Wish(
                from, to, fromStanza, toStanza, !noArchive, nodes, target(), set, timeline, probe, expected);
    }

    private Target target() {
        try {
            return where.target();
        } catch (IllegalArgumentException wrong) {
            throw new CommandLine.ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private void print(Pgbaton root, RestorePlan plan) {
        if (root.json()) {
            root.print(new JsonObject(CloudEventCodec.toJson(plan)));
            return;
        }
        Function<RestoreNode, String> name = node -> node.getMember() + " on " + node.getNode();
        root.terminal()
                .line("backup " + plan.getSet() + " of stanza " + plan.getStanza() + " (" + plan.getFrom() + "), up to "
                        + target());
        root.terminal().line("leader " + name.apply(plan.getNodes(0)) + " of " + to);
        if (plan.getNodesCount() > 1) {
            root.terminal()
                    .line("replicas "
                            + plan.getNodesList().subList(1, plan.getNodesCount()).stream()
                                    .map(name)
                                    .collect(Collectors.joining(", ")));
        }
        root.terminal()
                .line(
                        plan.getNewStanza().isEmpty()
                                ? "it archives nothing"
                                : "it archives into stanza " + plan.getNewStanza() + ", by " + plan.getBackupNode());
    }
}
