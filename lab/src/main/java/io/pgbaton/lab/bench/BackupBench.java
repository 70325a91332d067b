package io.pgbaton.lab.bench;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.BackupCompleted;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** What agent, wrapper and bus add to a backup: the same one by pgbackrest alone and on command, in turn. */
public final class BackupBench {
    private static final Duration BOUND = Duration.ofMinutes(15);
    private static final Duration ON_THE_BUS = Duration.ofSeconds(20);
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
        for (int i = 1; i <= count; i++) {
            bare();
            commanded();
            progress.say("full backups, " + i + " of " + count + " in each way");
        }
        return figures.tableAgainst("full backup", BARE);
    }

    private void bare() {
        long since = System.nanoTime();
        lab.backups().runBare("backup", "--type=full");
        figures.add(BARE, (System.nanoTime() - since) / 1e6);
    }

    private void commanded() {
        String command = ask();
        BusRecord issued = await(Topic.COMMANDS, record -> record.id().equals(command));
        BusRecord completed = await(
                Topic.EVENTS,
                record -> record.type() == EventType.BACKUP_COMPLETED
                        && record.causationId().equals(command));
        figures.add(COMMANDED, Duration.between(issued.time(), completed.time()).toNanos() / 1e6);
        figures.add(WATCHED, (double) completed.data(BackupCompleted.class).getDurationMs());
    }

    /** @return the id of the command, once it is done */
    private String ask() {
        String tool = CliTool.starter(lab.layout()).toString();
        List<String> words = List.of(
                tool,
                "backup",
                "now",
                Scope.MAIN.path(),
                "--type",
                "full",
                "--follow",
                "--timeout",
                "30",
                "-o",
                "json");
        return new JsonObject(Shell.run(BOUND, "", words).orFail()).getString("command");
    }

    private BusRecord await(Topic topic, Predicate<BusRecord> which) {
        return Await.value(
                "a record on " + topic.name(Topic.DEFAULT_PREFIX),
                ON_THE_BUS,
                () -> TopicReader.of(lab.layout(), topic, Scope.MAIN).stream()
                        .filter(which)
                        .findFirst());
    }
}
