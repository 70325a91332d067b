package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.PatroniMember;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberFault;
import io.pgbaton.proto.v1.MemberRebuilt;
import io.pgbaton.proto.v1.RestoreCompleted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replicas of service/demo from its backup, by hand and by themselves, with everything real. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class RestoreMemberScenario {
    private static final Duration BOUND = Duration.ofMinutes(4);

    private final Instant began = Clock.systemUTC().instant();

    @Test
    @Tag("short")
    void aReplicaIsRebuiltFromTheBackupByHandAndOneThatLostItsDataByItself(Lab lab) {
        String leader = lab.leader();
        List<String> replicas =
                Layout.NODES.stream().filter(node -> !node.equals(leader)).toList();
        rowsBeforeAndAfterABackup(lab);

        r10TheLeaderIsNotTouched(lab, leader);
        byHand(lab, replicas.get(0));
        healed(lab, () -> afterItLostItsData(lab, replicas.get(1)));
    }

    /** Patroni tries again and again, and gets no further. */
    @Test
    void r10OneThatCannotStartIsRebuiltByItselfAndItsDataKept(Lab lab) {
        Host replica = Aftermath.replica(lab);
        rowsBeforeAndAfterABackup(lab);
        healed(lab, () -> {
            Path data = Scope.MAIN.dataDirectory(lab.layout(), replica.name());
            Path settings = data.resolve("postgresql.auto.conf");
            String was = SystemUsers.read(settings);
            SystemUsers.secretFile(settings, was + "no_such_setting = 1\n", PatroniMember.USER);
            replica.kill(What.POSTGRES);

            MemberRebuilt rebuilt = rebuilt(lab, replica.name());
            streams(lab, replica.name());
            assertEquals(
                    MemberFault.MEMBER_FAULT_START_FAILED,
                    toldBroken(lab, replica.name()).getFault());
            Path kept = Path.of(data + ".old-" + rebuilt.getRestore()).resolve("postgresql.auto.conf");
            assertTrue(SystemUsers.read(kept).contains("no_such_setting"), "R10: it is there to be looked at");
        });
    }

    @Test
    void whatIsDamagedIsCopiedOverTheDataThatIsThere(Lab lab) {
        Host replica = Aftermath.replica(lab);
        rowsBeforeAndAfterABackup(lab);
        streams(lab, replica.name());
        Path data = Scope.MAIN.dataDirectory(lab.layout(), replica.name());
        String file = replica.postgres().sql("select pg_relation_filepath('rebuilt')");
        Shell.run("rm", data.resolve(file).toString()).orFail();

        Shell.Result told = restore(lab, replica.name(), "--delta", "--yes");
        assertEquals(0, told.exit(), told::toString);
        streams(lab, replica.name());
        assertTrue(Files.exists(data.resolve(file)));
        String id = rebuilt(lab, replica.name()).getRestore();
        assertFalse(Files.exists(Path.of(data + ".old-" + id)), "there is no second copy");
    }

    private static void rowsBeforeAndAfterABackup(Lab lab) {
        Postgres leader = lab.host(lab.leader()).postgres();
        leader.sql("drop table if exists rebuilt; create table rebuilt as select generate_series(1, 1000) as id");
        assertEquals(0, BackupByHand.done(lab, "full").exit());
        leader.sql("insert into rebuilt select generate_series(1001, 2000)");
    }

    /** While the policy is on, and Patroni of every node knows no other way to get data. */
    private static void healed(Lab lab, Runnable story) {
        acknowledged(lab);
        configure(lab, host -> CoordinatorHost.writeConfigHealing(lab.layout(), host, "after: 10s"));
        waysToData(lab, "[pgbaton, basebackup]", "[pgbaton]");
        try {
            story.run();
        } finally {
            configure(lab, host -> CoordinatorHost.writeConfig(lab.layout(), host));
            waysToData(lab, "[pgbaton]", "[pgbaton, basebackup]");
        }
    }

    private static void r10TheLeaderIsNotTouched(Lab lab, String leader) {
        Shell.Result told = restore(lab, leader);
        assertEquals(6, told.exit(), told::toString);
        assertTrue((told.out() + told.err()).contains("only a replica is rebuilt"), told::toString);
        assertTrue(lab.host(leader).postgres().isPrimary());
    }

    private void byHand(Lab lab, String node) {
        Shell.Result told = restore(lab, node);
        assertEquals(0, told.exit(), told::toString);
        List<BusRecord> rebuilt = events(lab, EventType.MEMBER_REBUILT);
        assertEquals(1, rebuilt.size());
        streams(lab, node);
        String id = rebuilt.get(0).data(MemberRebuilt.class).getRestore();
        assertTrue(
                Files.exists(Path.of(Scope.MAIN.dataDirectory(lab.layout(), node) + ".old-" + id, "PG_VERSION")),
                "R10: its old data is kept");
        assertEquals(1, events(lab, EventType.RESTORE_COMPLETED).size(), "it came from the backup");
    }

    private void afterItLostItsData(Lab lab, String node) {
        // Its PostgreSQL lives, and may make a file meanwhile.
        String data = Scope.MAIN.dataDirectory(lab.layout(), node).toString();
        Await.until(
                data + " to be gone", BOUND, () -> Shell.run("rm", "-rf", data).exit() == 0);
        String id = rebuilt(lab, node).getRestore();
        streams(lab, node);
        assertEquals(
                1,
                events(lab, EventType.RESTORE_COMPLETED).stream()
                        .map(event -> event.data(RestoreCompleted.class))
                        .filter(restored -> restored.getRestore().equals(id))
                        .count(),
                "it came from the backup");
        assertEquals(MemberFault.MEMBER_FAULT_EMPTY, toldBroken(lab, node).getFault());
        Await.until("it to be well", BOUND, () -> toldBroken(lab, node).getEnded());
    }

    /** R11: after the handovers of the scenarios before, healing would wait for a person. */
    private static void acknowledged(Lab lab) {
        Await.until(
                "the handovers to be acknowledged",
                BOUND,
                () -> !CommandLine.run(lab, "status", "-s", Scope.MAIN.path())
                                .out()
                                .contains("pgbaton ack")
                        || CommandLine.run(lab, "ack", "last", "-s", Scope.MAIN.path())
                                .ok());
    }

    private static void configure(Lab lab, Consumer<String> write) {
        for (String host : Layout.COORDINATORS) {
            write.accept(host);
            Host coordinator = lab.host(host);
            coordinator.kill(What.COORDINATOR, "TERM");
            coordinator.start(What.COORDINATOR);
        }
    }

    private static void waysToData(Lab lab, String before, String now) {
        for (Host node : lab.nodes()) {
            Path config = Scope.MAIN.patroniConfig(lab.layout(), node.name());
            SystemUsers.secretFile(config, SystemUsers.read(config).replace(before, now), PatroniMember.USER);
            node.signal(What.PATRONI, "HUP");
        }
    }

    private MemberRebuilt rebuilt(Lab lab, String node) {
        return Await.value(node + " to be rebuilt", BOUND, () -> events(lab, EventType.MEMBER_REBUILT).stream()
                .map(event -> event.data(MemberRebuilt.class))
                .filter(rebuilt -> rebuilt.getPlan().getNodes(0).getMember().equals(node))
                .findFirst());
    }

    /** What was told of it last. */
    private MemberBroken toldBroken(Lab lab, String node) {
        return events(lab, EventType.MEMBER_BROKEN).stream()
                .map(event -> event.data(MemberBroken.class))
                .filter(broken -> broken.getMember().equals(node))
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    private static void streams(Lab lab, String node) {
        Postgres postgres = lab.host(node).postgres();
        Await.until("all rows to be on " + node, BOUND, () -> postgres.sql("select count(*) from rebuilt")
                .equals("2000"));
        assertEquals("t", postgres.sql("select pg_is_in_recovery()"));
        assertEquals(
                "1",
                lab.host(lab.leader())
                        .postgres()
                        .sql(
                                "select count(*) from pg_stat_replication where state = 'streaming' and application_name = '"
                                        + node + "'"));
    }

    /** Of this test. */
    private List<BusRecord> events(Lab lab, EventType type) {
        return TopicReader.events(lab.layout(), Scope.MAIN).stream()
                .filter(event -> event.type() == type && !event.time().isBefore(began))
                .toList();
    }

    private static Shell.Result restore(Lab lab, String... words) {
        List<String> line =
                new ArrayList<>(List.of("restore", "member", "--timeout", "30", "-o", "json", Scope.MAIN.path()));
        line.addAll(List.of(words));
        return CommandLine.run(lab, line.toArray(String[]::new));
    }
}
