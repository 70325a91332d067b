package io.pgbaton.nodeagent.decide.archive;

import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveCause;
import java.util.EnumSet;
import java.util.Set;

/** What pgBackRest's exit codes mean for archiving, and what a person does about each. */
final class Causes {
    /** No next try mends these: they are told at once. The others often pass within a round of three tries. */
    private static final Set<ArchiveCause> LASTING = EnumSet.of(
            ArchiveCause.ARCHIVE_CAUSE_MISMATCH,
            ArchiveCause.ARCHIVE_CAUSE_DUPLICATE,
            ArchiveCause.ARCHIVE_CAUSE_TIMEOUT,
            ArchiveCause.ARCHIVE_CAUSE_NO_REPOSITORY,
            ArchiveCause.ARCHIVE_CAUSE_NO_COMMAND);

    private Causes() {}

    static boolean lasts(ArchiveCause cause) {
        return LASTING.contains(cause);
    }

    static ArchiveCause of(int code) {
        return switch (code) {
            case 0 -> ArchiveCause.ARCHIVE_CAUSE_UNSPECIFIED;
            case 44 -> ArchiveCause.ARCHIVE_CAUSE_MISMATCH;
            case 45 -> ArchiveCause.ARCHIVE_CAUSE_DUPLICATE;
            case 82 -> ArchiveCause.ARCHIVE_CAUSE_TIMEOUT;
            case 103 -> ArchiveCause.ARCHIVE_CAUSE_NO_REPOSITORY;
            case 49, 101, 39, 102 -> ArchiveCause.ARCHIVE_CAUSE_UNREACHABLE;
            default -> ArchiveCause.ARCHIVE_CAUSE_OTHER;
        };
    }

    static String nextStep(ArchiveCause cause, ArchiveBreak kind) {
        if (kind == ArchiveBreak.ARCHIVE_STUCK) {
            return "look for the archiver and what it runs (`ps -C postgres,pgbackrest -o pid,etime,args`): one that hangs is"
                    + " ended, PostgreSQL begins anew";
        }
        return switch (cause) {
            case ARCHIVE_CAUSE_MISMATCH ->
                "the stanza is another cluster's: compare `pgbackrest info` with pg_controldata, and give a restored or"
                        + " new cluster a stanza of its own; `stanza-upgrade` only after an upgrade of PostgreSQL";
            case ARCHIVE_CAUSE_DUPLICATE ->
                "two primaries wrote this file, or this one was rewound after it: when another goes on (`pgbaton members`,"
                        + " `patronictl history`), stop archiving there; pg_wal fills here until the file in the repository"
                        + " is looked at and set aside";
            case ARCHIVE_CAUSE_TIMEOUT ->
                "the repository does not take WAL in time: look at the repository host, its disk and the network, then"
                        + " `pgbaton backup now --command check`";
            case ARCHIVE_CAUSE_NO_REPOSITORY ->
                "no repository can be used: `pgbaton backup now --command stanza-create` if there is no stanza yet, else"
                        + " look at the repository host, and at pgBackRest's version on both sides";
            case ARCHIVE_CAUSE_UNREACHABLE ->
                "nobody answers at the other end: is `pgbackrest server` running on the repository host, and can this"
                        + " host reach its port 8432?";
            case ARCHIVE_CAUSE_QUEUE_FULL ->
                "no restore gets past this file from an older backup: `pgbaton backup now`; then find what held the"
                        + " archive up, or raise archive-push-queue-max";
            case ARCHIVE_CAUSE_NO_COMMAND ->
                "archive_mode is on and archive_command is empty: WAL is kept until the disk is full; set it with"
                        + " `patronictl edit-config`";
            case ARCHIVE_CAUSE_OTHER ->
                "pgBackRest's words are the cause; `pgbaton backup now --command check` tries it";
            default ->
                "PostgreSQL's log on the primary says why, above `archive command failed`; name it as `archive.log` in"
                        + " node-agent.yaml and the cause is told here";
        };
    }
}
