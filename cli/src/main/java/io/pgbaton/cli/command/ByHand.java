package io.pgbaton.cli.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Why something is asked for, and by whom; where neither has to be said, a person did it by hand. */
final class ByHand {
    @Option(names = "--reason", description = "why, in a few words", converter = Reason.class)
    private String reason = "by hand";

    @Mixin
    private Actor actor;

    String reason() {
        return reason;
    }

    String actor(Pgbaton root) {
        return actor.or(root.user());
    }
}
