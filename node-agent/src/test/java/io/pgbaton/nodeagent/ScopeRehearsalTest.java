package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.rehearsal.Step;
import io.pgbaton.nodeagent.act.rehearsal.Steps;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalSeen;
import io.pgbaton.proto.v1.RehearsalStep;
import io.pgbaton.proto.v1.Rehearse;
import io.pgbaton.runtime.etcd.Entry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one agent says of a rehearsal, and how often. */
class ScopeRehearsalTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final String KEY = new PgbatonKeys(SCOPE).rehearsal();
    private static final long CLUSTER = 77;

    private final Vertx vertx = Vertx.vertx();
    private final List<BusRecord> told = new CopyOnWriteArrayList<>();
    private final Recorder recorder = new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record));
    private final ScopeRehearsal rehearsal =
            new ScopeRehearsal("n1", KEY, recorder, new Steps(vertx), Future::succeededFuture);

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aPutOfTheKeyIsToldOnceUnderTheIdOfTheRehearsal() {
        recorder.cluster(CLUSTER);
        rehearsal.ownKeysRead(Map.of());
        rehearsal.ownKeysRead(key(41, "{\"actor\":\"ann@db1\"}"));
        rehearsal.ownKeysRead(key(41, "{\"actor\":\"ann@db1\"}"));

        assertEquals(1, told.size());
        RehearsalSeen seen = told.get(0).data(RehearsalSeen.class);
        assertEquals("ann@db1", seen.getRequest().getActor());
        assertEquals(EventIds.rehearsal(CLUSTER, SCOPE, 41), told.get(0).correlationId());
    }

    @Test
    void theKeyThatIsThereWhenTheAgentBeginsToLookWasForOthers() {
        rehearsal.ownKeysRead(key(41, "{}"));
        assertEquals(List.of(), told);
        rehearsal.ownKeysRead(key(42, "{}"));
        assertEquals(1, told.size());
    }

    @Test
    void aRestoredEtcdCountsFromItsOwnBeginning() {
        rehearsal.ownKeysRead(key(41, "{}"));
        rehearsal.etcdRewound();
        rehearsal.ownKeysRead(key(7, "{}"));
        rehearsal.ownKeysRead(key(9, "{}"));
        assertEquals(9, told.get(0).data(RehearsalSeen.class).getRevision());
    }

    @Test
    void aValueThatNobodyCanReadWasAskedForAllTheSame() {
        rehearsal.ownKeysRead(Map.of());
        rehearsal.ownKeysRead(key(41, "now!"));
        assertEquals(1, told.size());
    }

    @Test
    void R8_aCommandThatComesAgainIsNotAnsweredAgain() {
        rehearsal.command(command("r-1"), List.of());
        rehearsal.command(command("r-1"), List.of());
        rehearsal.command(command("r-2"), List.of());
        await().until(() -> told.size() == 2);
        assertEquals("r-1", answers().get(0).getId());
        assertEquals("r-2", answers().get(1).getId());
    }

    @Test
    void aStepThatDoesNotAnswerHoldsUpNoOtherAndIsNamed() {
        Step stuck = new Step("postgres", "", () -> Promise.promise().future());
        Step broken = new Step("haproxy", "haproxy", () -> Future.failedFuture("no socket"));
        rehearsal.command(command("r-1"), List.of(stuck, broken));
        await().until(() -> told.size() == 1);
        Map<String, String> faults = answers().get(0).getStepsList().stream()
                .collect(Collectors.toMap(RehearsalStep::getName, RehearsalStep::getFault));
        assertEquals("", faults.get("etcd"));
        assertEquals("no socket", faults.get("haproxy"));
        assertTrue(faults.get("postgres").contains("no answer within"), faults.toString());
    }

    private List<RehearsalAnswered> answers() {
        return told.stream()
                .filter(record -> record.type() == EventType.REHEARSAL_ANSWERED)
                .map(record -> record.data(RehearsalAnswered.class))
                .toList();
    }

    private static Command command(String id) {
        return Command.newBuilder()
                .setNode("n1")
                .setValidForMs(200)
                .setRehearse(Rehearse.newBuilder().setId(id).setRevision(id.hashCode()))
                .build();
    }

    private static Map<String, Entry> key(long revision, String value) {
        return Map.of(KEY, new Entry(KEY, value, revision, 1, 1, 0));
    }
}
