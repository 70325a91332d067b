package io.pgbaton.cli.command;

import picocli.CommandLine.Option;

/** That an earlier restore is to be taken back. */
final class Undo {
    @Option(
            names = "--undo",
            paramLabel = "ID",
            description =
                    "of one that failed or stands still: data that was set aside goes back to its place, and Patroni is"
                            + " started on it; a new cluster has no such data, clean up what is left of it first",
            converter = RestoreId.class)
    private String id = "";

    /** Empty when nothing is. */
    String id() {
        return id;
    }
}
