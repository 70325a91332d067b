package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.Result;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Drills by the agent on the repository host: of a whole backup, of a damaged one, and whatever dies meanwhile. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class DrillScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    /** So long a drill stays where something can be done to it. */
    private static final String SLOWLY = "select pg_sleep(20) is not null";

    @AfterEach
    void theUsualQuestion(Lab lab) {
        BackupAgentHost.askOfDrills(lab.layout(), "select true");
    }

    @Test
    @Tag("short")
    void aBackupIsRestoredCheckedAskedAndRemovedOnRequest(Lab lab) {
        Postgres leader = lab.host(lab.leader()).postgres();
        leader.sql("drop table if exists drilled");
        leader.sql("create table drilled as select generate_series(1, 17) as n");
        String label = aBackup(lab);
        BackupAgentHost.askOfDrills(lab.layout(), "select count(*) = 17 from drilled");

        BackupByHand.Told told = BackupByHand.drillDone(lab);
        assertEquals(0, told.exit(), told::toString);
        JsonObject drill = told.word().getJsonObject("drill");
        assertEquals(label, drill.getJsonObject("backup").getString("label"), told::toString);
        Map<String, String> steps = drill.getJsonArray("steps").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        step -> step.getString("name"),
                        step -> step.getString("result") + " " + step.getString("detail")));
        assertEquals("DRILL_STEP_RESULT_DONE it answered t", steps.get("probe"), steps::toString);
        assertTrue(steps.keySet().containsAll(List.of("restore", "recovery", "amcheck", "checksums")), steps::toString);
        assertTrue(Long.parseLong(drill.getString("restoreMs")) > 0, told::toString);
        BackupStory.ofDrill(lab, told.command()).isToldOnce(Result.RESULT_DONE);
        nothingIsLeft(lab);
        Await.until("the age of the last drill among the metrics", BOUND, () -> Rest.get(
                        BackupAgentHost.url(lab.layout()) + "/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("pgbaton_drill_age_seconds{") && !line.endsWith("NaN")));
    }

    @Test
    void aDamagedBackupFailsItsDrillByNameAndNothingIsLeft(Lab lab) throws IOException {
        String label = aBackup(lab);
        Path file = largest(
                PgbackrestHost.repository(lab.layout()).resolve("backup/demo").resolve(label));
        BackupByHand.Told told;
        flip(file);
        try {
            told = BackupByHand.drillDone(lab);
        } finally {
            flip(file);
        }
        assertEquals(1, told.exit(), told::toString);
        BackupStory story = BackupStory.ofDrill(lab, told.command());
        DrillFailed failed = story.event(EventType.DRILL_FAILED).data(DrillFailed.class);
        assertEquals(label, failed.getBackup().getLabel(), failed::toString);
        assertTrue(failed.getCode() > 0, failed::toString);
        assertTrue(failed.getDetail().contains("could not restore " + label), failed::toString);
        assertFalse(failed.getNextStep().isBlank(), failed::toString);
        story.isToldOnce(Result.RESULT_FAILED);
        nothingIsLeft(lab);
    }

    @Test
    void aProbeThatIsAnsweredOtherwiseFailsTheDrill(Lab lab) {
        aBackup(lab);
        BackupAgentHost.askOfDrills(lab.layout(), "select false");
        BackupByHand.Told told = BackupByHand.drillDone(lab);
        assertEquals(1, told.exit(), told::toString);
        JsonObject drill = told.word().getJsonObject("drill");
        assertEquals("check-failed", drill.getString("name"), told::toString);
        assertTrue(drill.getString("detail").contains("it answered f, and not t"), told::toString);
        nothingIsLeft(lab);
    }

    @Test
    void r9ADrillOutlivesItsAgentAndTheNextLifeTellsItsEndOnce(Lab lab) {
        BackupStory story = checking(lab);
        Host bk = lab.host(Layout.REPOSITORY);
        bk.kill(What.BACKUP_AGENT);
        bk.start(What.BACKUP_AGENT);
        story.event(EventType.DRILL_COMPLETED);
        story.isToldOnce(Result.RESULT_DONE);
        nothingIsLeft(lab);
    }

    @Test
    void r9ADrillThatDiesWithItsAgentIsToldAndWhatItLeftIsEndedAndRemoved(Lab lab) {
        BackupStory story = checking(lab);
        Host bk = lab.host(Layout.REPOSITORY);
        bk.kill(What.BACKUP_AGENT);
        Shell.run(List.of("kill", "-s", "KILL", process(lab))).orFail();
        assertTrue(isThere(lab), "nothing was left that could be removed");
        bk.start(What.BACKUP_AGENT);
        DrillFailed failed = story.event(EventType.DRILL_FAILED).data(DrillFailed.class);
        assertEquals("unknown", failed.getName(), failed::toString);
        story.isToldOnce(Result.RESULT_UNKNOWN);
        nothingIsLeft(lab);
        BackupAgentHost.askOfDrills(lab.layout(), "select true");
        assertEquals(0, BackupByHand.drillDone(lab).exit());
    }

    /** The label of the newest, which is of now. */
    private static String aBackup(Lab lab) {
        BackupByHand.Told told = BackupByHand.done(lab, "full");
        assertEquals(0, told.exit(), told::toString);
        String label = new BackupStory(lab, told.command()).completed().getLabel();
        Await.until("the agent to see " + label, BOUND, () -> BackupByHand.list(lab).stream()
                .anyMatch(backup -> backup.getString("label").equals(label)));
        return label;
    }

    /** A drill that has its PostgreSQL at work. */
    private static BackupStory checking(Lab lab) {
        aBackup(lab);
        BackupAgentHost.askOfDrills(lab.layout(), SLOWLY);
        BackupByHand.Told told = BackupByHand.drillAsked(lab);
        assertEquals(0, told.exit(), told::toString);
        BackupStory story = BackupStory.ofDrill(lab, told.command());
        Await.until("the drill to ask its probe", BOUND, () -> story.events().stream()
                .filter(record -> record.type() == EventType.DRILL_PROGRESSED)
                .map((BusRecord record) -> record.data(BackupProgressed.class).getPhase())
                .anyMatch("checking"::equals));
        return story;
    }

    /** The drill itself leads a session of its own. */
    private static String process(Lab lab) {
        Path mark = home(lab).resolve(".pgbaton-drill");
        String folder = Shell.run(List.of("cat", mark.toString())).orFail().strip();
        String pid = Shell.run(List.of("cat", folder + "/pid")).orFail();
        return pid.split(" ", -1)[0];
    }

    private static void nothingIsLeft(Lab lab) {
        Await.until("the restored cluster to be removed", BOUND, () -> !isThere(lab));
        Shell.Result found = Shell.run(List.of("pgrep", "-f", home(lab).toString()));
        assertEquals("", found.out().strip(), "processes are left");
    }

    private static boolean isThere(Lab lab) {
        return Files.exists(home(lab));
    }

    private static Path home(Lab lab) {
        return BackupAgentHost.drills(lab.layout()).resolve("drill");
    }

    private static Path largest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow(() -> new LabException("no file in " + folder));
        }
    }

    /** Twice is not at all. */
    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
