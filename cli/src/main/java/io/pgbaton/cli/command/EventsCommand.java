package io.pgbaton.cli.command;

import io.pgbaton.proto.bus.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Public events: what happened, one line each.%nWith -o json one JSON object a line.")
final class EventsCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Mixin
    private RecordPrinter printer;

    @Override
    public void run() {
        printer.run(root, Topic.EVENTS);
    }
}
