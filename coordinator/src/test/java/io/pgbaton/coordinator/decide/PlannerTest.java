package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.coordinator.decide.backup.AfterFailover;
import io.pgbaton.coordinator.decide.backup.Calendar;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.backup.Repository;
import io.pgbaton.coordinator.decide.backup.Span;
import io.pgbaton.coordinator.decide.backup.Work;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupOverdue;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies among all else that happens to a scope. The play begins at three in the morning. */
class PlannerTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final Policy AT_FOUR = policy(AfterFailover.NEVER);

    @Test
    void aBackupThatIsDueIsCommandedOfTheAgentThatHasTheStanza() {
        Play play = at(begun(AT_FOUR), HOUR);
        Command command = backups(play).get(0).data(Command.class);
        assertEquals("bk1", command.getNode());
        assertEquals(0, command.getEpoch());
        assertEquals("co1", command.getBackUp().getActor());
        assertEquals(
                "due since 2026-11-20T04:00:00Z by diff: 0 4 * * * (Z)",
                command.getBackUp().getReason());
        assertEquals(
                BackupTask.newBuilder()
                        .setStanza("demo")
                        .setRepo(1)
                        .setKind(BackupKind.BACKUP_KIND_BACKUP)
                        .setType(BackupType.BACKUP_TYPE_DIFF)
                        .build(),
                command.getBackUp().getTask());
        assertEquals("", backups(play).get(0).correlationId());
        assertTrue(described(play).hasOrder());
    }

    @Test
    void itsEndIsKnownFromTheBusAndDescribed() {
        Play play = at(begun(AT_FOUR), HOUR);
        play.see(completed(play, HOUR + 20 * MINUTE));
        assertFalse(described(play).hasOrder());
        assertEquals(1, described(play).getNewestCount());
        at(play, HOUR + 30 * MINUTE);
        assertEquals(1, backups(play).size());
    }

    @Test
    void aRefusalIsTriedAgainAfterAPause() {
        Play play = at(begun(AT_FOUR), HOUR);
        Refusal refusal = Refusal.newBuilder()
                .setCommandId(backups(play).get(0).id())
                .setReason(RefusalReason.BUSY)
                .setDetail("others")
                .build();
        play.see(by("bk1", HOUR + MINUTE).of(EventType.REFUSAL_RECORDED, "demo", refusal));
        assertEquals("BUSY: others", described(play).getOrder().getWhy());
        at(play, HOUR + 5 * MINUTE);
        assertEquals(1, backups(play).size());
        at(play, HOUR + 6 * MINUTE);
        assertEquals(2, backups(play).size());
    }

    @Test
    void r8AnotherCoordinatorGoesOnWithTheSameBackup() {
        Play play = at(begun(AT_FOUR), HOUR);
        Play other = new Play(play.world, "co2", Seen.hosts("n1", "n2")).at(HOUR + 5 * MINUTE);
        agents(other.live());
        at(other, HOUR + 30 * MINUTE);
        assertEquals(1, backups(other).size());
        other.see(completed(other, HOUR + 40 * MINUTE));
        assertFalse(described(other).hasOrder());
    }

    @Test
    void nothingWithinAHandoverAndAfterwardsUnderItsId() {
        Play play = begun(policy(AfterFailover.ALWAYS));
        play.see(by("n2", HOUR - MINUTE).lost("n1", 10));
        at(play, HOUR);
        assertTrue(backups(play).isEmpty());
        play.see(
                by("n2", HOUR + 70).acquired("n2", 20, 10),
                by("n2", HOUR + 180).writable("n2", 20, 4),
                by("n2", HOUR + 185).address("write", 20),
                by("n1", HOUR + 190).route("haproxy", "n2", 20),
                by("n2", HOUR + 195).route("haproxy", "n2", 20),
                by("n2", HOUR + 200).proven("n2", 20));
        assertTrue(backups(play).isEmpty());
        assertFalse(described(play).getWaitsFor().isEmpty());
        at(play, HOUR + 3 * MINUTE);
        assertEquals(1, backups(play).size());
        BusRecord command = backups(play).get(0);
        assertEquals(EventIds.handover(Seen.ETCD, Seen.SCOPE, 10), command.correlationId());
        String reason = command.data(Command.class).getBackUp().getReason();
        assertTrue(reason.startsWith("timeline 3 to 4: the leader was lost; due since"), reason);
    }

    @Test
    void overdueIsAnEventToldOnceByAllCoordinatorsTogether() {
        Play play = begun(AT_FOUR);
        Span old = new Span(Seen.T0.minusSeconds(120), Seen.T0.minusSeconds(60));
        play.input(new Input.RepositoryRead(
                play.now(), "demo", 1, new Repository(Seen.T0, Map.of(BackupType.BACKUP_TYPE_FULL, old), "")));
        at(play, 26 * HOUR);
        at(play, 27 * HOUR);
        Play other = new Play(play.world, "co2", Seen.hosts("n1", "n2"))
                .at(27 * HOUR)
                .live();
        at(other, 28 * HOUR);
        List<BackupOverdue> told = other.events(EventType.BACKUP_OVERDUE, BackupOverdue.class);
        assertEquals(1, told.size());
        assertEquals(old.stop(), Instant.EPOCH.plus(Duration.ofNanos(told.get(0).getNewestUs() * 1000)));
        assertTrue(described(other).getOverdue());
    }

    @Test
    void aScopeWithoutAPolicyHasNoClock() {
        assertFalse(Play.led("n1", "n2").runs(TimerKey.Kind.BACKUP_DUE));
    }

    private static Policy policy(AfterFailover rule) {
        Map<BackupType, Calendar> calendars = Map.of(BackupType.BACKUP_TYPE_DIFF, Calendar.of("0 4 * * *"));
        return new Policy(Work.BACKUPS, "demo", 1, calendars, ZoneOffset.UTC, Duration.ofHours(26), rule, false);
    }

    private static Play begun(Policy policy) {
        return agents(Play.led(policy, "n1", "n2"));
    }

    private static Play agents(Play play) {
        BackupAgentRegistration agent = BackupAgentRegistration.newBuilder()
                .setNode("bk1")
                .addStanzas("demo")
                .build();
        return play.input(new Input.BackupAgentsRead(play.now(), List.of(agent)));
    }

    /** The clock is looked at then. */
    private static Play at(Play play, long millis) {
        return play.at(millis - MINUTE).fire(TimerKey.Kind.BACKUP_DUE);
    }

    private static BusRecord completed(Play play, long at) {
        Command command = backups(play).get(0).data(Command.class);
        BackupCompleted data = BackupCompleted.newBuilder()
                .setCommandId(backups(play).get(0).id())
                .setNode("bk1")
                .setTask(command.getBackUp().getTask())
                .setDurationMs(10 * MINUTE)
                .build();
        return by("bk1", at).of(EventType.BACKUP_COMPLETED, "demo", data);
    }

    private static List<BusRecord> backups(Play play) {
        return play.world.commands.stream()
                .filter(command -> command.data(Command.class).hasBackUp())
                .toList();
    }

    private static BackupPolicyState described(Play play) {
        return play.world.described.getBackups(0);
    }
}
