package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreProgressed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Point-in-time recovery of service/demo while it runs, with everything real. */
@Tag("lab")
class RestoreInPlaceScenario {
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final RestorePhase SET_ASIDE = RestorePhase.RESTORE_PHASE_SET_ASIDE;
    private static final RestorePhase PUT_BACK = RestorePhase.RESTORE_PHASE_PUT_BACK;

    /** Exit code of the command line: nothing was changed. */
    private static final int REFUSED = 6;

    @Test
    void theClusterGoesBackToAMomentAndStepsBeforeThatAreUndone() {
        try (OwnLab own = OwnLab.up("ri", LabOptions.quick().withSpares())) {
            Lab lab = own.lab();
            Postgres source = lab.host(lab.leader()).postgres();
            source.sql("create table kept as select generate_series(1, 1000) as id");
            assertEquals(0, BackupByHand.done(lab, "full").exit());
            source.sql("insert into kept select generate_series(1001, 2000)");
            String moment = source.sql(
                    "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'");
            source.sql("delete from kept");
            source.sql("select pg_switch_wal()");

            nothingIsStoppedForDataThatIsNotWhatWasExpected(lab, moment);
            whatWasSetAsideIsPutBack(lab, moment);
            itGoesBack(lab, moment);
            AuditChain.assertWhole(lab);
        }
    }

    private static void nothingIsStoppedForDataThatIsNotWhatWasExpected(Lab lab, String moment) {
        Shell.Result told = recover(lab, moment, "1");
        assertEquals(1, told.exit(), told::toString);
        RestoreFailed failed = last(lab, EventType.RESTORE_FAILED).data(RestoreFailed.class);
        assertEquals("other-rows", failed.getFailure().getName(), failed::toString);
        assertEquals("0", lab.host(lab.leader()).postgres().sql("select count(*) from kept"), "it serves on");
        assertEquals(List.of(), steps(lab, SET_ASIDE).toList(), "nobody was stopped");
        told = restore(lab, "--undo", failed.getRestore());
        assertEquals(0, told.exit(), told::toString);
        removeWhatWasRestored(lab);
    }

    /** As a person does it who sees in the middle that it was the wrong cluster. */
    private static void whatWasSetAsideIsPutBack(Lab lab, String moment) {
        CompletableFuture<Shell.Result> going = CompletableFuture.supplyAsync(() -> recover(lab, moment, "2000"));
        RestoreProgressed stopped = Await.value(
                "a replica to be set aside", BOUND, () -> steps(lab, SET_ASIDE).findFirst());
        CommandLine.run(lab, "pause", scope(), "--reason", "the wrong cluster").orFail();
        String id = stopped.getRestore();
        CompletableFuture<Shell.Result> undo = CompletableFuture.supplyAsync(() ->
                Await.value("no step to go on that cannot be left", BOUND, () -> Optional.of(restore(lab, "--undo", id))
                        .filter(told -> told.exit() != REFUSED)));
        Await.until("the undo to wait for the end of the pause", BOUND, () -> steps(lab, PUT_BACK)
                .anyMatch(step -> step.getDetail().contains("pgbaton resume")));
        CommandLine.run(lab, "resume", scope()).orFail();

        assertEquals(0, undo.join().exit(), undo.join()::toString);
        assertEquals(1, going.join().exit(), "whoever waits for the recovery is told that it was undone");
        lab.awaitReplicas(Scope.MAIN, 2, BOUND);
        assertEquals("0", lab.host(lab.leader()).postgres().sql("select count(*) from kept"), "the data of before");
        assertFalse(Files.exists(old(lab, stopped.getNode(), id)), "what was set aside is in its place again");
        removeWhatWasRestored(lab);
    }

    private static void itGoesBack(Lab lab, String moment) {
        Shell.Result told = recover(lab, moment, "2000");
        assertEquals(0, told.exit(), told::toString);
        BootstrapCompleted completed = last(lab, EventType.BOOTSTRAP_COMPLETED).data(BootstrapCompleted.class);
        assertEquals("2000", completed.getProbeAnswer());
        Postgres leader = lab.host(completed.getLeader()).postgres();
        assertTrue(leader.isPrimary());
        leader.sql("insert into kept values (2001)");
        for (String node : Layout.NODES) {
            Await.until("all rows to be on " + node, BOUND, () -> lab.host(node)
                    .postgres()
                    .sql("select count(*) from kept")
                    .equals("2001"));
            Path old = old(lab, node, completed.getRestore());
            assertTrue(Files.exists(old.resolve("PG_VERSION")), "R10: " + old);
        }
        List<String> stopped = steps(lab, SET_ASIDE)
                .filter(step -> step.getRestore().equals(completed.getRestore()))
                .map(RestoreProgressed::getNode)
                .distinct()
                .toList();
        assertEquals(3, stopped.size());
        assertEquals(completed.getLeader(), stopped.get(2), "the leader last");
    }

    private static Path old(Lab lab, String node, String restore) {
        return Path.of(Scope.MAIN.dataDirectory(lab.layout(), node) + ".old-" + restore);
    }

    private static void removeWhatWasRestored(Lab lab) {
        Layout.NODES.forEach(node -> Shell.run("rm", "-rf", Scope.MAIN.dataDirectory(lab.layout(), node) + ".restored")
                .orFail());
    }

    private static Stream<RestoreProgressed> steps(Lab lab, RestorePhase phase) {
        return events(lab, EventType.RESTORE_PROGRESSED).stream()
                .map(event -> event.data(RestoreProgressed.class))
                .filter(step -> step.getPhase() == phase);
    }

    private static BusRecord last(Lab lab, EventType type) {
        List<BusRecord> all = events(lab, type);
        return all.get(all.size() - 1);
    }

    private static List<BusRecord> events(Lab lab, EventType type) {
        return TopicReader.events(lab.layout(), Scope.MAIN).stream()
                .filter(event -> event.type() == type)
                .toList();
    }

    private static String scope() {
        return Scope.MAIN.path();
    }

    private static Shell.Result recover(Lab lab, String moment, String rows) {
        return restore(
                lab, "--time", moment, "--probe", "select count(*) from kept", "--expect", rows, "--yes", scope());
    }

    private static Shell.Result restore(Lab lab, String... options) {
        List<String> words = new ArrayList<>(List.of("restore", "in-place", "--timeout", "30", "-o", "json", scope()));
        words.addAll(List.of(options));
        return CommandLine.run(lab, words.toArray(String[]::new));
    }
}
