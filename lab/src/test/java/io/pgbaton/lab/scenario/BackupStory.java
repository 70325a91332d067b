package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the bus tells of one request for a backup, or for a drill. */
final class BackupStory {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private final Lab lab;
    private final String command;
    private final EventType begin;
    private final Set<EventType> ends;

    BackupStory(Lab lab, String command) {
        this(lab, command, EventType.BACKUP_STARTED, Set.of(EventType.BACKUP_COMPLETED, EventType.BACKUP_FAILED));
    }

    private BackupStory(Lab lab, String command, EventType begin, Set<EventType> ends) {
        this.lab = lab;
        this.command = command;
        this.begin = begin;
        this.ends = ends;
    }

    static BackupStory ofDrill(Lab lab, String command) {
        Set<EventType> ends = Set.of(EventType.DRILL_COMPLETED, EventType.DRILL_FAILED);
        return new BackupStory(lab, command, EventType.DRILL_STARTED, ends);
    }

    BackupCompleted completed() {
        return event(EventType.BACKUP_COMPLETED).data(BackupCompleted.class);
    }

    BackupFailed failed() {
        return event(EventType.BACKUP_FAILED).data(BackupFailed.class);
    }

    /** Whichever end it takes. */
    BusRecord ended() {
        return await("its end", record -> ends.contains(record.type()));
    }

    BusRecord event(EventType type) {
        return await(type.noun(), record -> record.type() == type);
    }

    private BusRecord await(String what, Predicate<BusRecord> which) {
        return Await.value(what + " of " + command, BOUND, () -> events().stream()
                .filter(which)
                .findFirst());
    }

    List<BusRecord> events() {
        return ofThis(Topic.EVENTS);
    }

    /**
     * R8 and R9: whatever happened meanwhile, one beginning for each attempt and one end on the bus, and on the audit one outcome
     * for each intent, the last of them as given.
     */
    void isToldOnce(Result result) {
        Await.until("an outcome for every intent of " + command, BOUND, () -> intents()
                .equals(outcomes().stream().map(Outcome::getActionId).toList()));
        List<Outcome> outcomes = outcomes();
        assertEquals(result, outcomes.get(outcomes.size() - 1).getResult());
        long attempts = events().stream()
                .filter(record -> record.type() == begin)
                .map(record -> record.data(BackupStarted.class).getAttempt())
                .distinct()
                .count();
        assertEquals(attempts, count(Topic.EVENTS, Set.of(begin)), () -> "begun: " + events());
        assertTrue(attempts >= 1 && attempts <= outcomes.size(), () -> "begun: " + events());
        assertEquals(1, count(Topic.EVENTS, ends), () -> "ended: " + events());
        long ended = ofThis(Topic.OBSERVATIONS).stream()
                .filter(record -> ends.contains(record.type()))
                .map(BusRecord::id)
                .distinct()
                .count();
        assertEquals(1, ended, "two ends of one run");
    }

    private List<String> intents() {
        return audit(EventType.INTENT_RECORDED).stream()
                .map(record -> record.data(Intent.class))
                .filter(intent -> intent.getCommandId().equals(command))
                .map(Intent::getActionId)
                .toList();
    }

    List<Outcome> outcomes() {
        return audit(EventType.OUTCOME_RECORDED).stream()
                .map(record -> record.data(Outcome.class))
                .filter(outcome -> outcome.getCommandId().equals(command))
                .toList();
    }

    private List<BusRecord> audit(EventType type) {
        return TopicReader.of(lab.layout(), Topic.AUDIT, Scope.MAIN).stream()
                .filter(record -> record.type() == type)
                .toList();
    }

    private long count(Topic topic, Set<EventType> types) {
        return ofThis(topic).stream()
                .filter(record -> types.contains(record.type()))
                .count();
    }

    private List<BusRecord> ofThis(Topic topic) {
        List<BusRecord> all = new ArrayList<>(TopicReader.of(lab.layout(), topic, Scope.MAIN));
        all.removeIf(record -> !record.causationId().equals(command));
        return all;
    }
}
