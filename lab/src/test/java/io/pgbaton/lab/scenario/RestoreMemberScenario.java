package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.PatroniMember;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberRebuilt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    @Test
    void aReplicaIsRebuiltFromTheBackupByHandAndOneThatLostItsDataByItself(Lab lab) {
        String leader = lab.leader();
        List<String> replicas =
                Layout.NODES.stream().filter(node -> !node.equals(leader)).toList();
        Postgres source = lab.host(leader).postgres();
        source.sql("create table rebuilt as select generate_series(1, 1000) as id");
        assertEquals(0, BackupByHand.done(lab, "full").exit());
        source.sql("insert into rebuilt select generate_series(1001, 2000)");

        r10TheLeaderIsNotTouched(lab, leader);
        byHand(lab, replicas.get(0));
        try {
            afterItLostItsData(lab, replicas.get(1));
        } finally {
            configure(lab, host -> CoordinatorHost.writeConfig(lab.layout(), host));
            waysToData(lab, replicas.get(1), "[pgbaton]", "[pgbaton, basebackup]");
        }
    }

    private static void r10TheLeaderIsNotTouched(Lab lab, String leader) {
        Shell.Result told = restore(lab, leader);
        assertEquals(6, told.exit(), told::toString);
        assertTrue((told.out() + told.err()).contains("only a replica is rebuilt"), told::toString);
        assertTrue(lab.host(leader).postgres().isPrimary());
    }

    private static void byHand(Lab lab, String node) {
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

    /** Patroni runs, and knows no other way to get data. */
    private static void afterItLostItsData(Lab lab, String node) {
        acknowledged(lab);
        configure(lab, host -> CoordinatorHost.writeConfigHealing(lab.layout(), host, "after: 10s"));
        waysToData(lab, node, "[pgbaton, basebackup]", "[pgbaton]");
        Shell.run("rm", "-rf", Scope.MAIN.dataDirectory(lab.layout(), node).toString())
                .orFail();
        Await.value("it to be rebuilt", BOUND, () -> events(lab, EventType.MEMBER_REBUILT).stream()
                .filter(event -> event.data(MemberRebuilt.class)
                        .getPlan()
                        .getNodes(0)
                        .getMember()
                        .equals(node))
                .findFirst());
        streams(lab, node);
        List<BusRecord> broken = events(lab, EventType.MEMBER_BROKEN);
        assertEquals(node, broken.get(0).data(MemberBroken.class).getMember());
        Await.until("it to be well", BOUND, () -> events(lab, EventType.MEMBER_BROKEN).stream()
                .anyMatch(event -> event.data(MemberBroken.class).getEnded()));
        assertEquals(2, events(lab, EventType.RESTORE_COMPLETED).size(), "it came from the backup");
    }

    /** R11: after the handovers of the scenarios before, healing would wait for a person. */
    private static void acknowledged(Lab lab) {
        String starter = CliTool.starter(lab.layout()).toString();
        Await.until(
                "the handovers to be acknowledged",
                BOUND,
                () -> !Shell.run(BOUND, "", List.of(starter, "status", "-s", Scope.MAIN.path()))
                                .out()
                                .contains("pgbaton ack")
                        || Shell.run(BOUND, "", List.of(starter, "ack", "last", "-s", Scope.MAIN.path()))
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

    private static void waysToData(Lab lab, String node, String before, String now) {
        Path config = Scope.MAIN.patroniConfig(lab.layout(), node);
        SystemUsers.secretFile(config, SystemUsers.read(config).replace(before, now), PatroniMember.USER);
        lab.host(node).signal(What.PATRONI, "HUP");
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

    private static List<BusRecord> events(Lab lab, EventType type) {
        return TopicReader.events(lab.layout(), Scope.MAIN).stream()
                .filter(event -> event.type() == type)
                .toList();
    }

    private static Shell.Result restore(Lab lab, String member) {
        List<String> line =
                new ArrayList<>(List.of(CliTool.starter(lab.layout()).toString()));
        line.addAll(List.of("restore", "member", "--timeout", "30", "-o", "json", Scope.MAIN.path(), member));
        return Shell.run(BOUND, "", line);
    }
}
