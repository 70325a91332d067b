package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.BusLog;
import io.pgbaton.cli.show.EventJson;
import io.pgbaton.cli.show.EventLines;
import io.pgbaton.cli.show.Terminal;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.StartAt;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code events} and {@code audit} have in common: one record a line, now or as they come. */
final class RecordPrinter {
    private static final Duration USUAL_LOOK_BACK = Duration.ofDays(1);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what comes")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "how far back: " + Since.FORMS + " (default: 1d, with --follow nothing)")
    private String since;

    void run(Pgbaton root, Topic topic) {
        try (Session session = root.session()) {
            Consumer<Delivery> printer = printer(root, session);
            BusLog log = new BusLog(session);
            if (follow) {
                log.follow(topic, start(StartAt.END), root.scopes(), printer, new CountDownLatch(1));
            } else {
                log.read(topic, start(StartAt.back(USUAL_LOOK_BACK)), root.scopes())
                        .forEach(printer);
            }
        }
    }

    private StartAt start(StartAt usual) {
        if (since == null) {
            return usual;
        }
        try {
            return StartAt.back(Since.parse(since, InstantSource.system(), ZoneId.systemDefault()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--since: " + e.getMessage());
        }
    }

    private static Consumer<Delivery> printer(Pgbaton root, Session session) {
        Terminal terminal = root.terminal();
        if (root.json()) {
            return one -> terminal.line(EventJson.of(one.decoded()).encode());
        }
        boolean oneScope =
                root.scopes().size() == 1 || session.config().scopes().size() == 1;
        EventLines lines = new EventLines(terminal, !oneScope);
        return one -> lines.print(one.record());
    }
}
