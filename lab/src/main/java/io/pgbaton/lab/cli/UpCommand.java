package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.install.Packages;
import picocli.CommandLine;

@CommandLine.Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Install what is missing, start the lab.")
final class UpCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Mixin
    private SetUp setUp;

    @Override
    public void run() {
        Lab lab = start(parent.choice().layout(), setUp.options());
        Urls.print(lab);
    }

    /** Starting a lab that is up already is no error: it is left as it is. */
    static Lab start(Layout layout, LabOptions options) {
        Progress progress = new Progress(System.out);
        return Lab.find(layout)
                .filter(Lab::complete)
                .map(lab -> {
                    progress.say("the lab " + layout.id() + " is up already");
                    return lab;
                })
                .orElseGet(() -> {
                    Lab.requireRoot();
                    new Packages(progress).install();
                    return Lab.up(layout, options, progress);
                });
    }
}
