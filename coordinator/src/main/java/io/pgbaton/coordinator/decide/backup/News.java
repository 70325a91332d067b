package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;

/** What is told to the machine of a policy. */
public sealed interface News {

    /** Something around it changed, or the clock went on. */
    record Looked() implements News {}

    /** The repository was looked at. */
    record Read(Repository repository) implements News {}

    /** pgBackRest works on a command. */
    record Begun(String command) implements News {}

    /**
     * A backup is there, whoever asked for it.
     *
     * @param type as it was asked for
     */
    record Made(String command, BackupType type, Span span) implements News {}

    /** A command did not lead to a backup, or nobody knows; agents tell some of it twice. */
    record NotMade(String command, String why) implements News {}
}
