package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Coordinators that plan the backups of a lab, until this is closed: the other scenarios are not disturbed by any. */
final class PlannedBackups implements AutoCloseable {
    /** After a start, as after a handover, nothing is begun for a minute; and time is looked at once a minute. */
    private static final Duration BOUND = Duration.ofMinutes(4);

    private static final Duration SHORT = Duration.ofSeconds(60);

    private final Lab lab;
    private final int before;
    private final Instant opened = Instant.now();

    private PlannedBackups(Lab lab) {
        this.lab = lab;
        this.before = events().size();
    }

    /** @param policy as coordinator.yaml has it, without its scope */
    static PlannedBackups by(Lab lab, String policy) {
        PlannedBackups planned = new PlannedBackups(lab);
        CoordinatorHost.moveClock(lab.layout(), Duration.ZERO);
        Layout.COORDINATORS.forEach(host -> CoordinatorHost.writeConfigPlanning(lab.layout(), host, policy));
        planned.restartCoordinators();
        Await.until("the policy to be described", SHORT, () -> CommandLine.run(lab, "backup", "policy", "-o", "json")
                .out()
                .contains("\"stanza\""));
        return planned;
    }

    void moveClock(Duration ahead) {
        CoordinatorHost.moveClock(lab.layout(), ahead);
    }

    /** The first that was begun on behalf of no person since this was opened. */
    BusRecord begun() {
        return Await.value(
                "a planned backup to begin", BOUND, () -> begunSoFar().stream().findFirst());
    }

    List<BusRecord> begunSoFar() {
        return events().subList(before, events().size()).stream()
                .filter(event -> event.type() == EventType.BACKUP_STARTED)
                .filter(event -> Layout.COORDINATORS.contains(
                        event.data(BackupStarted.class).getActor()))
                .toList();
    }

    /** Waits until what retention lets go was removed because a policy wanted it. */
    void expired() {
        Await.until("a planned expire to be done", BOUND, () -> !expiredSoFar().isEmpty());
    }

    List<Outcome> expiredSoFar() {
        return TopicReader.of(lab.layout(), Topic.AUDIT, Scope.MAIN).stream()
                .filter(record -> record.type() == EventType.OUTCOME_RECORDED
                        && record.time().isAfter(opened))
                .map(record -> record.data(Outcome.class))
                .filter(outcome -> outcome.getAction().equals("expire") && outcome.getResult() == Result.RESULT_DONE)
                .toList();
    }

    /** What other scenarios did before counts as flapping, and holds planned backups back. */
    void acknowledge(String handover) {
        CommandLine.run(lab, "ack", handover);
    }

    private List<BusRecord> events() {
        return TopicReader.events(lab.layout(), Scope.MAIN);
    }

    private void restartCoordinators() {
        for (String name : Layout.COORDINATORS) {
            Host host = lab.host(name);
            host.kill(What.COORDINATOR, "TERM");
            Await.until(name + " to end", SHORT, () -> !host.alive(What.COORDINATOR));
            host.start(What.COORDINATOR);
        }
    }

    /** As they were. */
    @Override
    public void close() {
        CoordinatorHost.moveClock(lab.layout(), Duration.ZERO);
        Layout.COORDINATORS.forEach(host -> CoordinatorHost.writeConfig(lab.layout(), host));
        restartCoordinators();
        Await.until("the policy to be forgotten", SHORT, () -> !CommandLine.run(lab, "backup", "policy", "-o", "json")
                .out()
                .contains("\"stanza\""));
    }
}
