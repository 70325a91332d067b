package io.pgbaton.coordinator;

import static io.pgbaton.coordinator.decide.Seen.SCOPE;
import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.coordinator.decide.Seen;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole coordinator on a real broker and a real etcd, with agents that only talk. */
class CoordinatorTest {
    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    private static final BusRecord[] BEGINNING = {
        by("n1", -60_000).acquired("n1", 10, 0),
        by("n1", -59_900).writable("n1", 10, 3),
        by("n1", -59_800).address("write", 10),
        by("n1", -59_700).route("haproxy", "n1", 10),
        by("n2", -59_600).route("haproxy", "n1", 10),
        by("n1", -59_500).proven("n1", 10)
    };

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
    void R8_aHandoverThatTwoCoordinatorsShareIsToldOnceAndInOrder() {
        Site.Running first = site.coordinator("co1");
        site.say(BEGINNING);
        site.await(SCOPE, EventType.HANDOVER_COMPLETED);
        site.say(
                by("n2", 0).lost("n1", 10),
                by("n1", 3).lost("n1", 10),
                by("n2", 70).acquired("n2", 20, 10));
        awaitCommand("acquire_address");
        first.stop();
        Site.Running second = site.coordinator("co2");
        site.say(
                by("n2", 180).writable("n2", 20, 4),
                by("n2", 185).address("write", 20),
                by("n2", 190).route("haproxy", "n2", 20),
                by("n1", 195).route("haproxy", "n2", 20),
                by("n2", 200).proven("n2", 20));
        Site.awaiting("the second handover ends").until(() -> completed().size() == 2);
        second.stop();
        assertEquals(
                List.of(
                        "leader.lost",
                        "handover.started",
                        "leader.acquired",
                        "primary.writable",
                        "address.acquired",
                        "route.changed",
                        "route.changed",
                        "handover.completed"),
                site.events(SCOPE).subList(7, site.events(SCOPE).size()));
        assertEquals(HandoverResult.COMPLETED, completed().get(1).getResult());
        assertEquals(7, completed().get(1).getPhasesCount());
        assertNothingTwice(Topic.EVENTS);
        assertNothingTwice(Topic.AUDIT);
    }

    @Test
    void twoScopesOfOneNameAreTwo() {
        Site.Running coordinator = site.coordinator("co1");
        site.say(BEGINNING);
        site.await(SCOPE, EventType.HANDOVER_COMPLETED);
        Scope other = new Scope("other", "demo");
        site.say(elsewhere(other, BEGINNING[0]));
        site.await(other, EventType.HANDOVER_STARTED);
        assertEquals(List.of("leader.acquired", "handover.started"), site.events(other));
        coordinator.stop();
    }

    @Test
    void itsHttpTellsWhatItKnows() throws Exception {
        Site.Running coordinator = site.coordinator("co1");
        site.say(BEGINNING);
        site.await(SCOPE, EventType.HANDOVER_COMPLETED);
        Site.awaiting("it is ready").until(() -> get(coordinator, "/readyz").statusCode() == 200);
        Site.awaiting("the scope is described")
                .until(() ->
                        get(coordinator, "/api/v1/scopes/service/demo").body().contains("\"lastHandover\""));
        String id = completed().get(0).getId();
        assertTrue(get(coordinator, "/api/v1/handovers/" + id).body().contains("\"result\":\"COMPLETED\""));
        String metrics = get(coordinator, "/metrics").body();
        assertTrue(metrics.contains(
                "pgbaton_handovers_total{kind=\"bootstrap\",namespace=\"service\",result=\"completed\""));
        assertTrue(metrics.contains("pgbaton_handover_phase_seconds_bucket"));
        assertTrue(metrics.contains("pgbaton_leader_epoch{namespace=\"service\",scope=\"demo\"} 10.0"));
        assertTrue(metrics.contains("pgbaton_coordinator_scopes_owned 1.0"));
        assertTrue(get(coordinator, "/status").body().contains("\"stage\":\"CLOSED\""));
        coordinator.stop();
    }

    @Test
    void theLastStateOfAScopeIsOnTheCompactedTopic() {
        Site.Running coordinator = site.coordinator("co1");
        site.say(BEGINNING);
        site.await(SCOPE, EventType.HANDOVER_COMPLETED);
        Site.awaiting("the scope is described as settled").until(() -> {
            List<BusRecord> states = site.heard(Topic.CLUSTERS, SCOPE);
            ClusterState last = states.isEmpty()
                    ? ClusterState.getDefaultInstance()
                    : states.get(states.size() - 1).data(ClusterState.class);
            return last.getWritable()
                    && last.getOpenHandover().isEmpty()
                    && last.getLeader().equals("n1");
        });
        coordinator.stop();
    }

    @Test
    void withoutEtcdItStartsAndSaysSoAndWorksOnceEtcdIsBack() {
        ETCD.killAll();
        Site.Running coordinator = site.coordinator("co1");
        site.say(BEGINNING);
        Site.awaiting("it says that etcd is away")
                .until(() -> get(coordinator, "/readyz").body().contains("etcd does not answer"));
        assertEquals(503, get(coordinator, "/readyz").statusCode());
        assertEquals(200, get(coordinator, "/livez").statusCode());
        ETCD.startAll();
        site.await(SCOPE, EventType.HANDOVER_COMPLETED);
        coordinator.stop();
    }

    @Test
    void anybodyCanFollowTheEventsOfOneScopeAsTheyHappen() throws Exception {
        Site.Running coordinator = site.coordinator("co1");
        Site.awaiting("it is ready").until(() -> get(coordinator, "/readyz").statusCode() == 200);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + coordinator.port() + "/api/v1/events?scope=service/demo"))
                .build();
        List<String> lines = new CopyOnWriteArrayList<>();
        var streaming = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(lines)));
        Site.awaiting("the stream is open").until(() -> lines.contains(": pgbaton"));
        site.say(elsewhere(new Scope("other", "demo"), BEGINNING[0]));
        site.say(BEGINNING);
        Site.awaiting("the end of the handover").until(() -> lines.contains("event: handover.completed"));
        // Our own reader is another one, and may be behind the stream.
        site.await(SCOPE, EventType.HANDOVER_COMPLETED);
        assertEquals(
                site.events(SCOPE),
                lines.stream()
                        .filter(line -> line.startsWith("event: "))
                        .map(line -> line.substring("event: ".length()))
                        .toList());
        streaming.cancel(true);
        coordinator.stop();
    }

    /** Collects lines until the stream is cancelled. */
    private record Lines(List<String> seen) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            seen.add(line);
        }

        @Override
        public void onError(Throwable cancelled) {
            // The coordinator stops at the end of the test.
        }

        @Override
        public void onComplete() {
            // Not before the coordinator stops.
        }
    }

    private void awaitCommand(String action) {
        Site.awaiting("the command " + action).until(() -> site.heard(Topic.COMMANDS, SCOPE).stream()
                .anyMatch(command ->
                        command.data(Command.class).getActionCase().name().equalsIgnoreCase(action)));
    }

    private List<HandoverCompleted> completed() {
        return site.heard(Topic.EVENTS, SCOPE).stream()
                .filter(event -> event.type() == EventType.HANDOVER_COMPLETED)
                .map(event -> event.data(HandoverCompleted.class))
                .toList();
    }

    private void assertNothingTwice(Topic topic) {
        List<String> ids = site.heard(topic, SCOPE).stream().map(BusRecord::id).toList();
        assertEquals(ids.size(), ids.stream().distinct().count(), () -> topic + " has something twice: " + ids);
    }

    private static BusRecord elsewhere(Scope scope, BusRecord of) {
        return new BusRecord(
                of.id() + "-other",
                BusRecord.source(scope, of.node(), "node-agent"),
                of.type(),
                scope,
                of.subject(),
                of.time(),
                "",
                "",
                of.data());
    }

    private static HttpResponse<String> get(Site.Running coordinator, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + coordinator.port() + path))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
