package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.handover.Handover;
import io.pgbaton.cli.handover.HandoverBook;
import io.pgbaton.cli.handover.HandoverJson;
import io.pgbaton.cli.handover.HandoverText;
import io.pgbaton.cli.read.BusLog;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.StartAt;
import io.vertx.core.json.JsonArray;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "handovers",
        mixinStandardHelpOptions = true,
        description = "All handovers that the bus still has, or one with its phases drawn below each other.")
final class HandoversCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "of one handover; its beginning is enough, and `last` is the newest")
    private String id;

    @Option(names = "--explain", description = "one paragraph in plain words (of the last handover without ID)")
    private boolean explain;

    @Override
    public void run() {
        try (Session session = root.session()) {
            HandoverBook book = new HandoverBook();
            new BusLog(session)
                    .read(Topic.EVENTS, StartAt.BEGINNING, root.scopes())
                    .forEach(one -> book.add(one.record()));
            if (id == null && !explain) {
                list(book.all());
            } else {
                one(chosen(book));
            }
        }
    }

    private Handover chosen(HandoverBook book) {
        List<Handover> all = book.all();
        boolean last = id == null || id.equals("last");
        List<Handover> found = last && !all.isEmpty()
                ? book.startingWith(all.get(all.size() - 1).id())
                : book.startingWith(last ? "" : id);
        if (found.isEmpty()) {
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    last ? "the bus has no handover" : "the bus has no handover that begins with " + id);
        }
        if (found.size() > 1) {
            throw new CliFault(
                    ExitCode.NOT_FOUND, found.size() + " handovers begin with " + id + "; give more of the id");
        }
        return found.get(0);
    }

    private void list(List<Handover> handovers) {
        if (root.json()) {
            JsonArray all = new JsonArray();
            handovers.forEach(handover -> all.add(HandoverJson.of(handover)));
            root.print(all);
        } else {
            new HandoverText(root.terminal()).list(handovers);
        }
    }

    private void one(Handover handover) {
        if (root.json()) {
            root.print(HandoverJson.withRecords(handover));
        } else {
            new HandoverText(root.terminal()).one(handover, explain);
        }
    }
}
