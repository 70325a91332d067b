package io.pgbaton.cli.command;

import picocli.CommandLine.Option;

/** Who asks, for everybody who reads it later. */
final class Actor {
    @Option(names = "--actor", paramLabel = "WHO", description = "who asks for it (default: user@host)")
    private String actor;

    String or(String user) {
        return actor == null || actor.isBlank() ? user : actor.strip();
    }
}
