package io.pgbaton.backupagent.act;

import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import java.util.Map;

/** What a person does about a failure, by the name that pgBackRest has for it. */
final class NextStep {
    private static final String OF_ITS_OWN =
            "give this cluster a stanza of its own; if it was made anew on purpose, `pgbackrest stanza-upgrade` by hand on this"
                    + " host takes it over, and keeps the backups of before";
    private static final String ANOTHER_CLUSTER =
            "after an upgrade of PostgreSQL: `pgbaton backup now --command stanza-upgrade`;"
                    + " otherwise the stanza is another cluster's, find out which";
    private static final String ONE_VERSION =
            "the versions of pgBackRest on this host and on the other have to be the same: install one of them on both";
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry(
                    "file-missing",
                    "the stanza may not have been created: `pgbaton backup now --command stanza-create`"),
            Map.entry("protocol", ONE_VERSION),
            Map.entry("file-invalid", "run `pgbackrest verify`: a file of the repository is damaged"),
            Map.entry("archive-mismatch", ANOTHER_CLUSTER),
            Map.entry(
                    "archive-duplicate",
                    "two primaries archive into this stanza: stop archive_command at the wrong one"),
            Map.entry("stop", "somebody ran `pgbackrest stop`: `pgbackrest start` on this host"),
            Map.entry("term", "somebody ended pgBackRest: back up again, what was copied is used by it"),
            Map.entry(
                    "killed", "somebody killed pgBackRest, or memory ran out: look at the kernel's log, back up again"),
            Map.entry(
                    "service",
                    "the other host of pgBackRest had an error, also when the leader changed meanwhile: back up again"),
            Map.entry("repo-invalid", "no repository can be used: look at `output` in the folder of the run"),
            Map.entry("not-installed", "install pgbackrest on the host of this agent"),
            Map.entry(
                    "archive-timeout",
                    "WAL does not reach the repository: look at archive_command and `pgbackrest check`"),
            Map.entry(
                    "db-connect", "no PostgreSQL answers pgBackRest: look at pg1-host and at the members of the scope"),
            Map.entry("db-mismatch", ANOTHER_CLUSTER),
            Map.entry("backup-mismatch", ANOTHER_CLUSTER),
            Map.entry("nothing-to-upgrade", "nothing: the stanza is that of the cluster"),
            Map.entry("another-cluster", OF_ITS_OWN),
            Map.entry("older-cluster", OF_ITS_OWN),
            Map.entry(
                    "leader-unknown",
                    "see that this host reaches etcd and the REST API of the leader's Patroni; else look yourself, then"
                            + " `pgbackrest stanza-upgrade` on this host"),
            Map.entry(
                    "stanza-unknown",
                    "see what `pgbackrest info` says; one that was never created wants `stanza-create`"),
            Map.entry(
                    "host-connect", "the other host of pgBackRest does not answer: look at ssh or TLS between the two"),
            Map.entry("file-write", "the repository cannot be written: look at its disk and its rights"),
            Map.entry("path-create", "the repository cannot be written: look at its disk and its rights"),
            Map.entry("option-invalid", "correct pgBackRest's configuration"),
            Map.entry("option-required", "correct pgBackRest's configuration"),
            Map.entry(
                    "too-long",
                    "look at what pgBackRest waits for; raise limits.run, or give pgBackRest more processes (process-max)"),
            Map.entry(
                    "not-started", "look at pgbackrest.wrapper in the configuration, and whether its user may run it"),
            Map.entry("unknown", "`pgbaton backup list` shows what is in the repository"));

    /** Of a restore other things are to blame. */
    private static final Map<String, String> OF_A_RESTORE = Map.of(
            "file-missing", "pgBackRest finds no such stanza or backup: `pgbaton backup list` has those that are there",
            "backup-set-invalid", "pgBackRest has no such backup: `pgbaton backup list` has those that are there",
            "repo-invalid", "no repository can be used: look at `output` in the folder of the run; " + ONE_VERSION,
            "protocol", ONE_VERSION,
            "path-not-empty", "a tablespace of the backup has a folder here that is not empty: move it away",
            "path-create", "a tablespace of the backup needs a folder that cannot be made: make it, owned by postgres");

    private static final Map<String, String> OF_DRILLS = Map.ofEntries(
            Map.entry("no-space", "make room below drill.folder, or name a larger disk"),
            Map.entry("not-ours", "look at drill.folder: it belongs to drills alone"),
            Map.entry("no-programs", "install the PostgreSQL of the backup on the host of this agent"),
            Map.entry(
                    "not-recovered",
                    "look at `output` in the folder of the run; then make a full backup, and have a drill of it"),
            Map.entry(
                    "check-failed",
                    "this backup is damaged, or the primary itself is: run amcheck there, make a full backup, and have a drill"
                            + " of it"),
            Map.entry("term", "somebody ended it: have another one"),
            Map.entry("too-long", "look at its longest step; raise drill.timeout"),
            Map.entry("not-started", "look at drill.program in the configuration, and at `pgbaton backup list`"),
            Map.entry("unknown", "its host went down, or somebody killed it: have another one"),
            Map.entry("backup-set-invalid", "it has expired meanwhile, or never was: have a drill of the newest"),
            Map.entry("host-connect", "the repository host does not answer: look at ssh or TLS between the two"));

    private static final String OTHERWISE_OF_DRILLS =
            "nobody could restore this backup now: look at `output` in the folder of the run, run `pgbackrest verify`, make a full"
                    + " backup";

    private NextStep() {}

    static String of(String name, BackupTask task) {
        if (task.getKind() == BackupKind.BACKUP_KIND_DRILL) {
            return OF_DRILLS.getOrDefault(name, OTHERWISE_OF_DRILLS);
        }
        if (task.getKind() == BackupKind.BACKUP_KIND_RESTORE) {
            return OF_A_RESTORE.getOrDefault(name, "the restore can be resumed when that is right");
        }
        return BY_NAME.getOrDefault(
                name, "look at pgBackRest's log of stanza " + task.getStanza() + " on the host of this agent");
    }
}
