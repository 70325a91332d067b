package io.pgbaton.lab;

import io.pgbaton.lab.cluster.ArchiveQueue;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.ProcessId;
import java.time.Clock;
import java.time.Duration;

/** Undoes every fault that was injected, and waits until the lab works again: between two tests that share it. */
final class Repair {
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private final Lab lab;
    private final Progress progress;

    Repair(Lab lab, Progress progress) {
        this.lab = lab;
        this.progress = progress;
    }

    void run() {
        for (String name : Layout.hosts()) {
            Host host = lab.host(name);
            host.thawAll();
            host.heal();
            host.unblackhole();
            host.kinds().forEach(what -> revive(host, what));
        }
        Readiness readiness = new Readiness(lab, progress);
        readiness.awaitEtcd();
        readiness.awaitBroker();
        lab.scopes().forEach(readiness::awaitLeader);
        lab.scopes().forEach(readiness::awaitReplicas);
        if (lab.options().backups()) {
            unblockArchive();
        }
        readiness.awaitDaemons();
        readiness.awaitBackupAgent();
        readiness.awaitProxies();
        readiness.awaitWriters();
    }

    private void unblockArchive() {
        Layout layout = lab.layout();
        String leader = lab.leader();
        String timeline = lab.host(leader).postgres().sql("select left(pg_walfile_name(pg_current_wal_lsn()), 8)");
        new ArchiveQueue(
                        Scope.MAIN.dataDirectory(layout, leader).resolve("pg_wal/archive_status"),
                        PgbackrestHost.repository(layout).resolve("archive/" + PgbackrestHost.stanza()))
                .unblock(timeline, Clock.systemUTC().instant().minus(ON_ITS_WAY))
                .forEach(file ->
                        progress.say("archive: " + file.getFileName() + " was another leader's, and is removed"));
    }

    private void revive(Host host, What what) {
        host.process(what).filter(ProcessId::stopped).ifPresent(process -> process.signal("CONT"));
        if (!what.isPostgres() && lab.programs().canRun(what)) {
            host.start(what);
        }
    }
}
