package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.handsoff.Keys;
import io.pgbaton.cli.handsoff.Maintaining;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.show.Times;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.Maintenance;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "maintenance",
        mixinStandardHelpOptions = true,
        description =
                "Takes a node out of the traffic, in every scope that it serves: it carries no address, its proxies'"
                        + " neighbours send it no reads, its /primary and /replica say 503.%n"
                        + "Patroni is told nothing: set nofailover there, or the node may still be elected. Refused (4) while its"
                        + " member leads.")
final class MaintenanceCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NODE", description = "as `node` in its agent's configuration")
    private String node;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SCOPE",
            description = "in this scope alone",
            converter = ScopeConverter.class)
    private Scope scope;

    @Option(names = "--reason", description = "why, in a few words; required", converter = Reason.class)
    private String reason;

    @Option(names = "--for", paramLabel = "LENGTH", description = "it ends after 30m, 2h, 7d")
    private String length;

    @Option(names = "--until", paramLabel = "TIME", description = "it ends at 19:03, 2026-11-20T19:03 or ...Z")
    private String end;

    @Option(names = "--clear", description = "it is over now")
    private boolean clear;

    @Option(names = "--force", description = "also of the leader: its address is taken off, clients wait")
    private boolean force;

    @Mixin
    private Actor actor;

    @Override
    public void run() {
        check();
        Instant now = Instant.now();
        Optional<Instant> until = until(now, ZoneId.systemDefault());
        try (Session session = root.session()) {
            Keys keys = new Keys(session);
            List<Scope> candidates = Maintaining.candidates(
                    Targets.scopes(scope, root.scopes()), session.config().scopes(), keys.all());
            Maintaining maintaining = new Maintaining(keys, new ScopeLookup(session), node);
            print(
                    clear ? maintaining.clear(candidates) : maintaining.begin(candidates, asked(now, until), force),
                    until);
        }
    }

    private void check() {
        if (clear && (reason != null || length != null || end != null || force)) {
            throw usage("--clear goes without --reason, --for, --until and --force");
        }
        if (!clear && reason == null) {
            throw usage("--reason is missing: say why " + node + " is taken out, or --clear to let it back");
        }
        if (length != null && end != null) {
            throw usage("--for and --until say the same: give one of them");
        }
    }

    private Optional<Instant> until(Instant now, ZoneId zone) {
        try {
            if (length != null) {
                return Optional.of(now.plus(Since.length(length)));
            }
            Optional<Instant> point = Optional.ofNullable(end).map(text -> Since.point(text, now, zone));
            if (point.filter(one -> !one.isAfter(now)).isPresent()) {
                throw new IllegalArgumentException("'" + end + "' is over");
            }
            return point;
        } catch (IllegalArgumentException e) {
            throw usage((length != null ? "--for: " : "--until: ") + e.getMessage());
        }
    }

    private Maintenance asked(Instant now, Optional<Instant> until) {
        Maintenance.Builder asked = Maintenance.newBuilder()
                .setReason(reason)
                .setActor(actor.or(root.user()))
                .setSince(HandsOffText.timestamp(now));
        until.map(HandsOffText::timestamp).ifPresent(asked::setUntil);
        return asked.build();
    }

    private void print(List<Maintaining.Outcome> outcomes, Optional<Instant> until) {
        if (root.json()) {
            JsonArray all = new JsonArray();
            outcomes.forEach(one -> all.add(json(one)));
            root.print(all);
        } else {
            outcomes.forEach(one -> root.terminal().line(clear ? cleared(one) : begun(one, until)));
        }
    }

    private JsonObject json(Maintaining.Outcome one) {
        return new JsonObject()
                .put("scope", one.scope().key())
                .put("node", node)
                .put("maintenance", clear ? null : new JsonObject(CloudEventCodec.toJson(one.maintenance())))
                .put(
                        "before",
                        one.before()
                                .map(was -> new JsonObject(CloudEventCodec.toJson(was)))
                                .orElse(null));
    }

    private String cleared(Maintaining.Outcome one) {
        return one.scope() + ": "
                + one.before().map(was -> "over: " + HandsOffText.of(was)).orElse(node + " was not in maintenance");
    }

    private String begun(Maintaining.Outcome one, Optional<Instant> until) {
        String end = until.map(
                        time -> "until " + Times.toSecond(time, root.terminal().zone()))
                .orElse("until `pgbaton maintenance " + node + " --clear`");
        return one.scope() + ": " + node + " is in maintenance " + end + ": " + reason;
    }

    private CommandLine.ParameterException usage(String fault) {
        return new CommandLine.ParameterException(spec.commandLine(), fault);
    }
}
