package io.pgbaton.cli.command;

import picocli.CommandLine.Option;

/** Whether the command goes on until what it asked for is over. */
final class Follow {
    @Option(
            names = {"-f", "--follow"},
            description = "until it is over, with its progress")
    private boolean follow;

    boolean toTheEnd() {
        return follow;
    }
}
