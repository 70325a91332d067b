package io.pgbaton.cli.command;

import io.pgbaton.proto.bus.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description =
                "Audit records: what was asked, intended, done and refused.%nWith -o json one JSON object a line.",
        subcommands = AuditVerifyCommand.class)
final class AuditCommand implements Runnable {
    @ParentCommand
    private Pgbaton root;

    @Mixin
    private RecordPrinter printer;

    Pgbaton root() {
        return root;
    }

    @Override
    public void run() {
        printer.run(root, Topic.AUDIT);
    }
}
