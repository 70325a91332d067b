package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreProgressed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Point-in-time recovery of service/demo while it runs, with everything real. */
@Tag("lab")
class RestoreInPlaceScenario {
    private static final Duration BOUND = Duration.ofMinutes(5);

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
            itGoesBack(lab, moment);
            AuditChain.assertWhole(lab);
        }
    }

    private static void nothingIsStoppedForDataThatIsNotWhatWasExpected(Lab lab, String moment) {
        Shell.Result told = restore(
                lab, "--time", moment, "--probe", "select count(*) from kept", "--expect", "1", "--yes", scope());
        assertEquals(1, told.exit(), told::toString);
        RestoreFailed failed = last(lab, EventType.RESTORE_FAILED).data(RestoreFailed.class);
        assertEquals("other-rows", failed.getFailure().getName(), failed::toString);
        assertEquals("0", lab.host(lab.leader()).postgres().sql("select count(*) from kept"), "it serves on");
        assertEquals(List.of(), setAside(lab), "nobody was stopped");
        told = restore(lab, "--undo", failed.getRestore());
        assertEquals(0, told.exit(), told::toString);
        Layout.NODES.forEach(node -> Shell.run("rm", "-rf", Scope.MAIN.dataDirectory(lab.layout(), node) + ".restored")
                .orFail());
    }

    private static void itGoesBack(Lab lab, String moment) {
        Shell.Result told = restore(
                lab, "--time", moment, "--probe", "select count(*) from kept", "--expect", "2000", "--yes", scope());
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
            Path old = Path.of(Scope.MAIN.dataDirectory(lab.layout(), node) + ".old-" + completed.getRestore());
            assertTrue(Files.exists(old.resolve("PG_VERSION")), "R10: " + old);
        }
        assertEquals(3, setAside(lab).size());
        assertEquals(completed.getLeader(), setAside(lab).get(2), "the leader last");
    }

    private static List<String> setAside(Lab lab) {
        return events(lab, EventType.RESTORE_PROGRESSED).stream()
                .map(event -> event.data(RestoreProgressed.class))
                .filter(step -> step.getPhase().name().equals("RESTORE_PHASE_SET_ASIDE"))
                .map(RestoreProgressed::getNode)
                .distinct()
                .toList();
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

    private static Shell.Result restore(Lab lab, String... options) {
        List<String> line =
                new ArrayList<>(List.of(CliTool.starter(lab.layout()).toString()));
        line.addAll(List.of("restore", "in-place", "--timeout", "30", "-o", "json", scope()));
        line.addAll(List.of(options));
        return Shell.run(BOUND, "", line);
    }
}
