package io.pgbaton.lab.bench;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What agent, wrapper and bus add to a backup: the same one by pgbackrest alone and on command, in turn. */
public final class BackupBench {
    private static final Duration BOUND = Duration.ofMinutes(15);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final io.pgbaton.proto.Scope SCOPE = io.pgbaton.proto.Scope.parse(Scope.MAIN.path());
    private static final String BARE = "by pgbackrest alone";
    private static final String COMMANDED = "by the agent, command -> completed";
    private static final String WATCHED = "by the agent, the run itself";

    private final Lab lab;
    private final Progress progress;
    private final Figures figures = new Figures();

    public BackupBench(Lab lab, Progress progress) {
        this.lab = lab;
        this.progress = progress;
    }

    /**
     * @param scale of pgbench, with which the database is filled first
     * @return a Markdown table
     */
    public String alternating(int count, int scale) {
        if (!lab.options().backups()) {
            throw new LabException("this lab was started with --no-backups: there is nothing to measure");
        }
        progress.say("pgbench fills the database, scale " + scale);
        lab.host(lab.leader()).postgres().pgbench(scale);
        begin(BackupAgentHost.Looks.SELDOM);
        try {
            for (int i = 1; i <= count; i++) {
                bare();
                commanded();
                progress.say("full backups, " + i + " of " + count + " in each way");
            }
        } finally {
            begin(BackupAgentHost.Looks.OFTEN);
        }
        return figures.tableAgainst("full backup", BARE);
    }

    /** The lab's looks are so frequent that they would be measured, of both ways or of one. */
    private void begin(BackupAgentHost.Looks how) {
        BackupAgentHost.look(lab.layout(), how);
        lab.host(Layout.REPOSITORY).kill(What.BACKUP_AGENT, "TERM");
        lab.host(Layout.REPOSITORY).start(What.BACKUP_AGENT);
        String ready = BackupAgentHost.url(lab.layout()) + "/readyz";
        Await.until("the backup agent to be ready", READY, () -> Rest.ok(ready));
    }

    /** What the agent looks at after a backup is no part of the next one. */
    private static void rest() {
        LockSupport.parkNanos(BETWEEN.toNanos());
    }

    private void bare() {
        rest();
        long since = System.nanoTime();
        lab.backups().runBare("backup", "--type=full");
        figures.add(BARE, (System.nanoTime() - since) / 1e6);
    }

    /** Asked for by the key that the command line puts: a JVM of a client is no part of what is measured, nor does it help. */
    private void commanded() {
        rest();
        int before = completed().size();
        lab.etcd().put(new PgbatonKeys(SCOPE).backupRequest(), CloudEventCodec.toJson(request()));
        BusRecord completed = next(before);
        BusRecord issued = TopicReader.of(lab.layout(), Topic.COMMANDS, Scope.MAIN).stream()
                .filter(record -> record.id().equals(completed.causationId()))
                .findFirst()
                .orElseThrow(() -> new LabException("no command is on the bus for " + completed));
        figures.add(COMMANDED, Duration.between(issued.time(), completed.time()).toNanos() / 1e6);
        figures.add(WATCHED, (double) completed.data(BackupCompleted.class).getDurationMs());
    }

    private static BackupRequest request() {
        return BackupRequest.newBuilder()
                .setActor("the benchmark")
                .setReason("what the agent adds")
                .setNode(BackupAgentHost.NODE)
                .setTask(BackupTask.newBuilder()
                        .setStanza(PgbackrestHost.stanza())
                        .setKind(BackupKind.BACKUP_KIND_BACKUP)
                        .setType(BackupType.BACKUP_TYPE_FULL))
                .setValidForMs((int) BOUND.toMillis())
                .build();
    }

    /** Seldom looked for: the processors are the backup's. The times are those of the records. */
    private BusRecord next(int before) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            List<BusRecord> all = completed();
            if (all.size() > before) {
                return all.get(before);
            }
        }
        throw new LabException(
                "no backup was completed within " + BOUND.toMinutes() + " min; `pgbaton audit` says why");
    }

    private List<BusRecord> completed() {
        return TopicReader.events(lab.layout(), Scope.MAIN).stream()
                .filter(record -> record.type() == EventType.BACKUP_COMPLETED)
                .toList();
    }
}
