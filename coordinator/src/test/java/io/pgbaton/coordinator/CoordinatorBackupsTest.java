package io.pgbaton.coordinator;

import static io.pgbaton.coordinator.decide.Seen.SCOPE;
import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.pgbaton.coordinator.decide.Seen;
import io.pgbaton.coordinator.decide.backup.AfterFailover;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.backup.Work;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupOverdue;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.runtime.bus.broker.KraftBroker;
import io.pgbaton.runtime.etcd.EtcdExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A policy through a real broker and a real etcd, with a backup agent that only answers. */
class CoordinatorBackupsTest {
    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    private static final String OVERDUE =
            "pgbaton_backup_overdue{namespace=\"service\",repo=\"1\",scope=\"demo\",stanza=\"demo\"} ";

    private final Instant newest = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    private KraftBroker broker;
    private HttpServer agent;
    private Site site;

    @BeforeEach
    void start() throws IOException {
        broker = new KraftBroker();
        broker.start();
        ETCD.startEmpty();
        site = new Site(broker.bootstrap(), ETCD.settings());
        agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agent.createContext("/api/v1/backups", exchange -> {
            byte[] body = page().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        agent.start();
    }

    @AfterEach
    void stop() {
        agent.stop(0);
        site.close();
        broker.close();
    }

    @Test
    void whatTheAgentSaysOfItsRepositoryIsOverdueUntilABackupIsMade() throws Exception {
        site.planning(Map.of(
                SCOPE,
                List.of(new Policy(
                        Work.BACKUPS,
                        "demo",
                        1,
                        Map.of(),
                        ZoneOffset.UTC,
                        Duration.ofHours(26),
                        AfterFailover.IF_NEEDED,
                        false))));
        site.put(new PgbatonKeys(SCOPE).backupAgent("bk1"), registration());
        Site.Running coordinator = site.coordinator("co1");
        site.say(by("n1", 0).acquired("n1", 10, 0));
        site.await(SCOPE, EventType.BACKUP_OVERDUE);
        BackupOverdue told = site.heard(Topic.EVENTS, SCOPE).stream()
                .filter(event -> event.type() == EventType.BACKUP_OVERDUE)
                .map(event -> event.data(BackupOverdue.class))
                .findFirst()
                .orElseThrow();
        assertEquals(newest, Instant.EPOCH.plus(told.getNewestUs(), ChronoUnit.MICROS));
        Site.awaiting("the metric to show it").until(() -> metrics(coordinator).contains(OVERDUE + "1"));
        site.say(made());
        Site.awaiting("the metric to be well").until(() -> metrics(coordinator).contains(OVERDUE + "0"));
        coordinator.stop();
    }

    private String registration() {
        return CloudEventCodec.toJson(BackupAgentRegistration.newBuilder()
                .setNode("bk1")
                .addStanzas("demo")
                .setUrl("http://127.0.0.1:" + agent.getAddress().getPort())
                .build());
    }

    private String page() {
        return """
               {"node":"bk1","stanzas":[{"stanza":"demo","scope":"service/demo","repos":[1],"readAt":"%s","archives":[],
                 "backups":[{"type":"full","repo":1,"start":"%s","stop":"%s","error":false}]}]}
               """
                .formatted(Instant.now(), newest.minusSeconds(60), newest);
    }

    private static BusRecord made() {
        BackupCompleted data = BackupCompleted.newBuilder()
                .setCommandId("by-hand")
                .setTask(BackupTask.newBuilder().setStanza("demo").setRepo(1))
                .build();
        return by("bk1", Duration.between(Seen.T0, Instant.now()).toMillis())
                .of(EventType.BACKUP_COMPLETED, "demo", data);
    }

    private static String metrics(Site.Running coordinator) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + coordinator.port() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
