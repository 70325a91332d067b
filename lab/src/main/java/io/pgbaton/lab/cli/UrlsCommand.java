package io.pgbaton.lab.cli;

import picocli.CommandLine;

@CommandLine.Command(
        name = "urls",
        mixinStandardHelpOptions = true,
        description = "Where everything can be reached from this machine.")
final class UrlsCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @Override
    public void run() {
        Urls.print(parent.choice().running());
    }
}
