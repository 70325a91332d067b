package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import picocli.CommandLine;

@CommandLine.Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "What runs, who leads, what the writer sees.")
final class StatusCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Option(names = "--json", description = "for scripts")
    private boolean json;

    @Override
    public void run() {
        Lab lab = parent.choice().running();
        if (json) {
            System.out.println(lab.statusJson().encodePrettily());
        } else {
            new StatusTable(lab).print(System.out);
        }
    }
}
