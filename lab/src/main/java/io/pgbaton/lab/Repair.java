package io.pgbaton.lab;

import io.pgbaton.lab.machine.ProcessId;

/** Undoes every fault that was injected, and waits until the lab works again: between two tests that share it. */
final class Repair {
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
        readiness.awaitDaemons();
        readiness.awaitBackupAgent();
        readiness.awaitProxies();
        readiness.awaitWriters();
    }

    private void revive(Host host, What what) {
        host.process(what).filter(ProcessId::stopped).ifPresent(process -> process.signal("CONT"));
        if (!what.isPostgres() && lab.programs().canRun(what)) {
            host.start(what);
        }
    }
}
