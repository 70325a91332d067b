package io.pgbaton.lab.cli;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.writer.WritePath;
import io.pgbaton.lab.writer.WriterReport;
import java.time.Clock;
import java.time.Duration;

/** ./demo without a command: the leader's processes are killed, and one sees what follows. */
final class Story {
    private static final Duration FAILOVER = Duration.ofSeconds(90);
    private static final Duration WRITES_AGAIN = Duration.ofSeconds(30);

    private final LabChoice choice;
    private final SetUp setUp;

    Story(LabChoice choice, SetUp setUp) {
        this.choice = choice;
        this.setUp = setUp;
    }

    void tell() {
        Lab lab = UpCommand.start(choice.layout(), setUp.options());
        String old = lab.leader();
        Progress progress = new Progress(System.out);
        try (BusTail tail = BusTail.of(lab)) {
            tail.awaitConnected();
            long killedAt = Clock.systemUTC().millis();
            kill(lab.host(old));
            progress.say("kill -9: Patroni and PostgreSQL of the leader, " + old + " (its lease of "
                    + lab.options().ttl().toSeconds() + " s now has to run out)");
            awaitNewLeader(lab, old, progress);
            for (WritePath path : WritePath.values()) {
                reportOutage(lab, path, killedAt, progress);
            }
        }
        PgbatonTool.run(lab, "handovers", "--explain");
        lab.host(old).start(What.PATRONI);
        progress.say("Patroni of " + old + " started again; all stays up until ./demo down");
        Urls.print(lab);
    }

    private static void kill(Host leader) {
        leader.signal(What.PATRONI, "KILL");
        leader.signal(What.POSTGRES, "KILL");
    }

    private static void awaitNewLeader(Lab lab, String old, Progress progress) {
        String leader = Await.value("another leader than " + old, FAILOVER, () -> lab.leaderNow(Scope.MAIN)
                .filter(name -> !name.equals(old)));
        progress.say("leader key: " + leader);
        Await.until(leader + " to take writes", WRITES_AGAIN, () -> lab.host(leader)
                .postgres()
                .isPrimary());
        progress.say(leader + " takes writes");
    }

    private static void reportOutage(Lab lab, WritePath path, long since, Progress progress) {
        WriterReport report = lab.writer(path);
        if (report.lastMillis() == 0) {
            progress.say("writer by " + path.word() + ": never got through, nobody carries the address");
            return;
        }
        WriterReport.Outage outage = Await.value(
                "the writer by " + path.word() + " to go on", WRITES_AGAIN, () -> report.outagesSince(since).stream()
                        .findFirst());
        progress.say("writer by " + path.word() + ": no write for " + outage.millis() + " ms");
    }
}
