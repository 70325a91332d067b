package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.ClusterPaused;
import io.pgbaton.proto.v1.ClusterResumed;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** R11 on a real cluster, with the command line that an operator has. */
@Tag("lab")
@Tag("short")
@ExtendWith(SharedLab.class)
class HandsOffScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String SCOPE = Scope.MAIN.path();

    /** Exit code of the command line: nothing was changed. */
    private static final int REFUSED = 6;

    @Test
    void R11_whilePausedNobodyIsDrainedAndTheAddressFollowsTheLeader(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Instant start = Clock.systemUTC().instant();
            String old = lab.leader();
            String next = Aftermath.replica(lab).name();
            pgbaton(lab, "pause", SCOPE, "--reason", "a scenario", "--actor", "ann@lab");
            try {
                Await.until("every agent to see the pause", BOUND, () -> lab.nodes().stream()
                        .allMatch(node -> Aftermath.agent(node, "/status").contains("by ann@lab: a scenario")));
                lab.switchover(Scope.MAIN, old, next);
                assertEquals(next, aftermath.holds().getNewMember());
                Await.until(
                        "the drain that was refused to be on the audit",
                        BOUND,
                        () -> refused(lab, start, "drain", RefusalReason.PAUSED));
                assertEquals(List.of(), drains(lab, start));
            } finally {
                pgbaton(lab, "resume", SCOPE, "--actor", "ben@lab");
            }
            ClusterResumed resumed = Await.value("the end of the pause on the bus", BOUND, () -> since(
                            lab, Topic.EVENTS, start, EventType.CLUSTER_RESUMED)
                    .map(record -> record.data(ClusterResumed.class))
                    .findFirst());
            assertEquals("ben@lab", resumed.getBy().getActor());
            List<ClusterPaused> paused = since(lab, Topic.EVENTS, start, EventType.CLUSTER_PAUSED)
                    .map(record -> record.data(ClusterPaused.class))
                    .toList();
            assertEquals(1, paused.size());
            assertEquals("ann@lab", paused.get(0).getPgbaton().getPause().getActor());
        }
    }

    @Test
    void R11_aReplicaInMaintenanceGetsNoReadsAndNotTheAddressUntilItIsBack(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Instant start = Clock.systemUTC().instant();
            String old = lab.leader();
            Host replica = Aftermath.replica(lab);
            Shell.Result refused = CommandLine.run(lab, "maintenance", old, SCOPE, "--reason", "a scenario");
            assertEquals(REFUSED, refused.exit(), refused.err());
            pgbaton(lab, "maintenance", replica.name(), SCOPE, "--reason", "a scenario", "--for", "10m");
            try {
                Await.until("no proxy to send it reads", BOUND, () -> lab.nodes().stream()
                        .noneMatch(node -> node.serversUp("replicas").contains(replica.name())));
                assertTrue(Aftermath.agent(replica, "/replica").contains("false"));

                lab.switchover(Scope.MAIN, old, replica.name());
                Await.until(
                        "its agent to refuse the address",
                        BOUND,
                        () -> refused(lab, start, "acquire address", RefusalReason.MAINTENANCE));
                Await.until("writes through the proxies to reach it", BOUND, () -> lab.nodes().stream()
                        .allMatch(node -> node.serversUp("primary").equals(List.of(replica.name()))));
                assertEquals(List.of(), aftermath.timeline().carriersNow());
                assertTrue(
                        aftermath.completed().getReason().contains(replica.name() + " is in maintenance"),
                        () -> aftermath.completed().getReason());
            } finally {
                pgbaton(lab, "maintenance", replica.name(), SCOPE, "--clear");
            }
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
            assertEquals(List.of(replica.name()), aftermath.timeline().carriersNow());
        }
    }

    private static List<String> drains(Lab lab, Instant start) {
        List<String> drains = new ArrayList<>();
        since(lab, Topic.COMMANDS, start, EventType.COMMAND_ISSUED)
                .map(record -> record.data(Command.class))
                .filter(Command::hasDrain)
                .forEach(command -> drains.add(command.toString()));
        since(lab, Topic.AUDIT, start, EventType.INTENT_RECORDED)
                .map(record -> record.data(Intent.class))
                .filter(intent -> intent.getAction().equals("drain"))
                .forEach(intent -> drains.add(intent.toString()));
        return drains;
    }

    private static boolean refused(Lab lab, Instant start, String action, RefusalReason reason) {
        return since(lab, Topic.AUDIT, start, EventType.REFUSAL_RECORDED)
                .map(record -> record.data(Refusal.class))
                .anyMatch(refusal -> refusal.getAction().equals(action) && refusal.getReason() == reason);
    }

    private static Stream<BusRecord> since(Lab lab, Topic topic, Instant start, EventType type) {
        return TopicReader.of(lab.layout(), topic, Scope.MAIN).stream()
                .filter(record -> record.type() == type && !record.time().isBefore(start));
    }

    private static void pgbaton(Lab lab, String... arguments) {
        CommandLine.run(lab, arguments).orFail();
    }
}
