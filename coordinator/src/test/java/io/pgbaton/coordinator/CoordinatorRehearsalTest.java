package io.pgbaton.coordinator;

import static io.pgbaton.coordinator.decide.Seen.SCOPE;
import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.coordinator.decide.Seen;
import io.pgbaton.coordinator.decide.rehearsal.Schedule;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.proto.v1.RehearsalSeen;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rehearsals through a real broker and a real etcd, with agents that only talk. */
class CoordinatorRehearsalTest {
    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    /** So long that a busy machine does not fail it. */
    private static final Duration PATIENT = Duration.ofMinutes(1);

    private static final String KEY = new PgbatonKeys(SCOPE).rehearsal();

    private Site site;

    @BeforeEach
    void newSite() {
        ETCD.startEmpty();
        site = new Site(BROKER.bootstrap(), ETCD.settings());
        site.register(SCOPE, Seen.hosts("n1", "n2").toArray(AgentRegistration[]::new));
    }

    @AfterEach
    void closeSite() {
        site.close();
    }

    @Test
    void oneThatAPersonAsksForIsPlayedThroughAndShown() throws Exception {
        Site.Running coordinator = ready(new Schedule(Duration.ZERO, PATIENT));
        long revision = site.put(KEY, "{\"actor\":\"ann@db1\"}");
        List<Command> commands = commands(2);
        commands.forEach(command -> play(command, revision));
        site.await(SCOPE, EventType.REHEARSAL_COMPLETED);
        RehearsalResult result = results().get(0);
        assertEquals(revision, result.getRevision());
        assertEquals(List.of("n1", "n2"), result.getNodesList());

        Site.awaiting("the metrics to show it")
                .until(() -> get(coordinator, "/metrics").contains("pgbaton_rehearsal_seconds{hop=\"total\""));
        assertTrue(get(coordinator, "/metrics")
                .contains("pgbaton_rehearsal_failed{namespace=\"service\",scope=\"demo\"} 0"));
        assertTrue(get(coordinator, "/status").contains("\"red\":false"));
        coordinator.stop();
    }

    @Test
    void anAgentThatIsSilentFailsItAndTurnsTheStatusRed() throws Exception {
        Site.Running coordinator = ready(new Schedule(Duration.ZERO, Duration.ofSeconds(5)));
        long revision = site.put(KEY, "{\"actor\":\"ann@db1\"}");
        commands(2).stream()
                .filter(command -> command.getNode().equals("n1"))
                .forEach(command -> play(command, revision));
        site.await(SCOPE, EventType.REHEARSAL_FAILED);
        assertEquals("n2", results().get(0).getFaults(0).getNode());
        Site.awaiting("the metrics to show it").until(() -> get(coordinator, "/metrics")
                .contains("pgbaton_rehearsal_failed{namespace=\"service\",scope=\"demo\"} 1"));
        assertTrue(get(coordinator, "/status").contains("\"red\":true"));
        coordinator.stop();
    }

    @Test
    void R8_twoCoordinatorsAskForOneWhenItIsDueAndTellEachOnce() throws Exception {
        Site.Running one = ready(new Schedule(Duration.ofSeconds(2), PATIENT));
        Site.Running two = site.coordinator("co2");
        site.say(by("n1", 0).acquired("n1", 10, 0));
        Set<Command> played = new HashSet<>();
        for (int round = 1; round <= 3; round++) {
            int soFar = round;
            Site.awaiting("rehearsal " + round).until(() -> {
                rehearse().stream()
                        .filter(played::add)
                        .forEach(command -> play(command, command.getRehearse().getRevision()));
                return results().size() >= soFar;
            });
        }
        one.stop();
        two.stop();
        List<String> ids = results().stream().map(RehearsalResult::getId).toList();
        assertEquals(ids.stream().distinct().toList(), ids);
    }

    private Site.Running ready(Schedule schedule) throws Exception {
        site.rehearsing(schedule);
        Site.Running coordinator = site.coordinator("co1");
        site.say(by("n1", 0).acquired("n1", 10, 0), by("n1", 10).writable("n1", 10, 3));
        site.say(
                by("n1", 20).address("write", 10),
                by("n1", 30).route("haproxy", "n1", 10),
                by("n2", 40).route("haproxy", "n1", 10),
                by("n1", 50).proven("n1", 10));
        site.await(SCOPE, EventType.HANDOVER_COMPLETED);
        Site.awaiting("nothing is open").until(() -> get(coordinator, "/status").contains("\"stage\":\"CLOSED\""));
        return coordinator;
    }

    /** As many as are commanded to rehearse. */
    private List<Command> commands(int count) {
        Site.awaiting(count + " commands").until(() -> rehearse().size() == count);
        return rehearse();
    }

    private List<Command> rehearse() {
        return site.heard(Topic.COMMANDS, SCOPE).stream()
                .map(record -> record.data(Command.class))
                .filter(Command::hasRehearse)
                .toList();
    }

    /** An agent saw the key and does what it is told. */
    private void play(Command command, long revision) {
        String node = command.getNode();
        BusRecord seen = by(node, revision * 10)
                .of(
                        EventType.REHEARSAL_SEEN,
                        node,
                        RehearsalSeen.newBuilder()
                                .setNode(node)
                                .setRevision(revision)
                                .setRequest(RehearsalRequest.newBuilder().setActor("ann@db1"))
                                .build());
        BusRecord answered = by(node, revision * 10 + 1)
                .of(
                        EventType.REHEARSAL_ANSWERED,
                        node,
                        RehearsalAnswered.newBuilder()
                                .setId(command.getRehearse().getId())
                                .setNode(node)
                                .setDurationUs(1000)
                                .build());
        site.say(seen, answered);
    }

    private List<RehearsalResult> results() {
        return site.heard(Topic.EVENTS, SCOPE).stream()
                .filter(event -> event.data() instanceof RehearsalResult)
                .map(event -> event.data(RehearsalResult.class))
                .toList();
    }

    private static String get(Site.Running coordinator, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + coordinator.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
