package io.pgbaton.backupagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.restore.FakePatroni;
import io.pgbaton.backupagent.restore.TestNode;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.MemberFault;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.PutMemberBack;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.SetMemberAside;
import io.pgbaton.proto.v1.StartMember;
import io.pgbaton.proto.v1.VerifyRestored;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Steps of a restore at one member, of the whole agent on a real bus and a real etcd; Patroni is played. */
class MembersOfAnAgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    @TempDir
    Path folder;

    private Bench bench;
    private TestNode node;
    private FakePatroni patroni;

    @BeforeEach
    void aReplicaWithARestoreBesideIt() throws IOException {
        bench = new Bench(folder, BROKER.bootstrap(), ETCD.settings());
        patroni = new FakePatroni();
        patroni.close();
        node = new TestNode(folder).answeredBy(patroni);
        TestNode.cluster(node.data, TestNode.CLUSTER, "old");
        node.restored("r-1");
    }

    @AfterEach
    void end() {
        patroni.close();
        bench.close();
    }

    @Test
    void r9DataIsSetAsideBetweenIntentAndOutcomeAndTheOutcomeSaysWhereItIs() throws IOException {
        begin();
        bench.command("c-1", setAside(TestNode.CLUSTER));
        Outcome outcome = outcome("c-1");
        assertEquals(Result.RESULT_DONE, outcome.getResult());
        assertEquals("set member aside", outcome.getAction());
        assertEquals("n4", outcome.getTarget());
        assertTrue(outcome.getDetail().contains("main.old-r-1"), outcome.getDetail());
        Intent intent = bench.hear(EventType.INTENT_RECORDED, Intent.class, one -> one.getCommandId()
                .equals("c-1"));
        assertEquals(outcome.getActionId(), intent.getActionId());
        assertEquals("ann@db1: rebuild", intent.getReason());
        bench.hear(
                EventType.RESTORE_PROGRESSED,
                RestoreProgressed.class,
                one -> one.getCommandId().equals("c-1") && one.getPhase() == RestorePhase.RESTORE_PHASE_SET_ASIDE);
        assertFalse(Files.exists(node.data));
    }

    @Test
    void r10WhatMustNotBeIsAnOutcomeWithANameAndASentence() throws IOException {
        begin();
        bench.command("c-1", setAside("42"));
        Outcome outcome = outcome("c-1");
        assertEquals(Result.RESULT_FAILED, outcome.getResult());
        assertTrue(outcome.getDetail().startsWith("other-system-identifier: "), outcome.getDetail());
        assertEquals("old", TestNode.mark(node.data));
    }

    @Test
    void oneThingAtATime() throws IOException {
        Path hold = Files.createFile(folder.resolve("hold"));
        node.stoppedBy("while [ -e " + hold + " ]; do sleep 0.1; done");
        begin();
        bench.command("c-1", setAside(TestNode.CLUSTER));
        bench.hear(EventType.RESTORE_PROGRESSED, RestoreProgressed.class, one -> true);
        bench.command("c-2", setAside(TestNode.CLUSTER));
        Refusal refusal = refusal("c-2");
        assertEquals(RefusalReason.BUSY, refusal.getReason());
        assertEquals("set member aside", refusal.getAction());
        assertTrue(refusal.getDetail().contains("c-1"), refusal.getDetail());
        Files.delete(hold);
        assertEquals(Result.RESULT_DONE, outcome("c-1").getResult());
    }

    @Test
    void r9ALifeThatEndsInTheMiddleLeavesAnUnknownOutcome() throws IOException {
        Path hold = Files.createFile(folder.resolve("hold"));
        node.stoppedBy("while [ -e " + hold + " ]; do sleep 0.1; done");
        Bench.Life life = begin();
        bench.command("c-1", setAside(TestNode.CLUSTER));
        bench.hear(EventType.RESTORE_PROGRESSED, RestoreProgressed.class, one -> true);
        bench.end(life);
        Files.delete(hold);
        bench.life();
        assertEquals(Result.RESULT_UNKNOWN, outcome("c-1").getResult());
        bench.command("c-2", setAside(TestNode.CLUSTER));
        assertEquals(Result.RESULT_DONE, outcome("c-2").getResult());
    }

    @Test
    void whatWasSetAsideComesBackAndStreams() throws IOException {
        node.startedBy("touch " + folder + "/start");
        begin();
        bench.command("c-1", setAside(TestNode.CLUSTER));
        outcome("c-1");
        TestNode.cluster(node.data, TestNode.CLUSTER, "new");
        bench.command("c-2", putBack());
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("start")));
        assertEquals("old", TestNode.mark(node.data));
        assertEquals("new", TestNode.mark(node.beside(".undone-r-1")));
        patroni.streams("n4", TestNode.CLUSTER);
        patroni.begin();
        assertEquals("", checked("c-2").getFault());
        assertEquals(TestNode.CLUSTER, checked("c-2").getSystemIdentifier());
        assertEquals(Result.RESULT_DONE, outcome("c-2").getResult());
    }

    @Test
    void whereNothingWasSetAsideAndNothingIsNothingComesBack() throws IOException {
        Files.move(node.data, folder.resolve("away"));
        begin();
        bench.command("c-1", putBack());
        assertEquals("nothing-aside", checked("c-1").getFault());
        assertTrue(outcome("c-1").getDetail().startsWith("nothing-aside: "));
    }

    @Test
    void whatWasNotRestoredIsNotVerified() throws IOException {
        begin();
        VerifyRestored.Builder wanted =
                VerifyRestored.newBuilder().setRestore("r-2").setMember("n4");
        bench.command("c-1", command().setVerifyRestored(wanted).build());
        assertEquals(RefusalReason.MALFORMED, refusal("c-1").getReason());
        wanted.setSystemIdentifier(TestNode.CLUSTER);
        bench.command("c-2", command().setVerifyRestored(wanted).build());
        assertEquals("not-restored", checked("c-2").getFault());
        assertEquals("verify restored", outcome("c-2").getAction());
    }

    @Test
    void aReplicaThatStreamsOldDataWasNotRebuilt() throws IOException {
        patroni.streams("n4", TestNode.CLUSTER);
        patroni.begin();
        begin();
        bench.command("c-1", start());
        assertEquals("not-used", checked("c-1").getFault());
        assertEquals(Result.RESULT_FAILED, outcome("c-1").getResult());
    }

    @Test
    void aReplicaWhosePatroniDiedWithTheDataInPlaceIsStarted() throws IOException {
        node.startedBy("touch " + folder + "/start");
        begin();
        bench.command("c-1", setAside(TestNode.CLUSTER));
        outcome("c-1");
        Files.move(folder.resolve("main.restored/data"), node.data);
        bench.command("c-2", start());
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("start")));
        patroni.streams("n4", TestNode.CLUSTER);
        patroni.begin();
        assertEquals("", checked("c-2").getFault());
    }

    @Test
    void aMemberThatIsBrokenIsToldAndItsEndByTheNextLifeToo() throws IOException {
        Bench.Life life = begin();
        MemberBroken broken = bench.hear(EventType.MEMBER_BROKEN, MemberBroken.class, one -> true);
        assertEquals(MemberFault.MEMBER_FAULT_PATRONI_AWAY, broken.getFault());
        assertEquals("bk1", broken.getNode());
        assertTrue(broken.getNextStep().contains("systemctl"), broken.getNextStep());
        assertTrue(broken.getSinceUs() > 0);
        assertTrue(
                life.metrics()
                        .lines()
                        .anyMatch(line -> line.startsWith("pgbaton_member_broken{")
                                && line.contains("fault=\"patroni_away\"")
                                && line.endsWith(" 1.0")),
                life.metrics());
        bench.end(life);
        patroni.streams("n4", TestNode.CLUSTER);
        patroni.begin();
        bench.life();
        MemberBroken ended = bench.hear(EventType.MEMBER_BROKEN, MemberBroken.class, MemberBroken::getEnded);
        assertEquals(MemberFault.MEMBER_FAULT_PATRONI_AWAY, ended.getFault());
    }

    @Test
    void aCommandThatMakesNoSenseIsRefused() throws IOException {
        begin();
        bench.command("c-1", setAside(""));
        assertEquals(RefusalReason.MALFORMED, refusal("c-1").getReason());
        bench.command(
                "c-2",
                command()
                        .setPutMemberBack(
                                PutMemberBack.newBuilder().setMember("n4").setRestore("../r-1"))
                        .build());
        assertEquals(RefusalReason.MALFORMED, refusal("c-2").getReason());
        bench.command(
                "c-3",
                command()
                        .setPutMemberBack(
                                PutMemberBack.newBuilder().setMember("n9").setRestore("r-1"))
                        .build());
        assertEquals("put member back", refusal("c-3").getAction());
        assertEquals("n9", refusal("c-3").getTarget());
    }

    private Bench.Life begin() throws IOException {
        bench.configure(node.yaml());
        return bench.life();
    }

    private static Command.Builder command() {
        return Command.newBuilder().setNode("bk1").setValidForMs((int)
                Duration.ofMinutes(10).toMillis());
    }

    private static Command setAside(String systemIdentifier) {
        return command()
                .setSetMemberAside(SetMemberAside.newBuilder()
                        .setRestore("r-1")
                        .setMember("n4")
                        .setSystemIdentifier(systemIdentifier)
                        .setActor("ann@db1")
                        .setReason("rebuild"))
                .build();
    }

    private static Command putBack() {
        return command()
                .setPutMemberBack(PutMemberBack.newBuilder()
                        .setRestore("r-1")
                        .setMember("n4")
                        .setReplica(true)
                        .setActor("ann@db1")
                        .setReason("undo"))
                .build();
    }

    private static Command start() {
        return command()
                .setStartMember(StartMember.newBuilder()
                        .setRestore("r-1")
                        .setMember("n4")
                        .setReplica(true)
                        .setSystemIdentifier(TestNode.CLUSTER))
                .build();
    }

    private Outcome outcome(String command) {
        return bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> one.getCommandId()
                .equals(command));
    }

    private Refusal refusal(String command) {
        return bench.hear(EventType.REFUSAL_RECORDED, Refusal.class, one -> one.getCommandId()
                .equals(command));
    }

    private MemberChecked checked(String command) {
        return bench.hear(EventType.MEMBER_CHECKED, MemberChecked.class, one -> one.getCommandId()
                .equals(command));
    }
}
