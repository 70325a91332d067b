package io.pgbaton.coordinator.decide.view;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.pgbaton.coordinator.decide.Seen;
import io.pgbaton.coordinator.decide.backup.LostWal;
import io.pgbaton.coordinator.decide.view.ArchiveView.Topic;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.LeaderAcquired;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long a break of the archive is shown. */
class ArchiveViewTest {
    private ArchiveView view = ArchiveView.NOTHING;

    @Test
    void untilItIsToldThatItIsOver() {
        see(0, EventType.ARCHIVE_BROKEN, failing("n1", 10));
        see(
                1,
                EventType.ARCHIVE_BROKEN,
                failing("n2", 9).toBuilder().setEnded(true).build());
        assertEquals(Set.of(Topic.ARCHIVING), view.told().keySet());
        see(
                2,
                EventType.ARCHIVE_BROKEN,
                failing("n1", 10).toBuilder().setEnded(true).build());
        assertEquals(Set.of(), view.told().keySet());
    }

    @Test
    void untilAnotherLeads() {
        see(0, EventType.ARCHIVE_BROKEN, failing("n1", 10));
        see(1, EventType.LEADER_ACQUIRED, leader("n1", 11));
        assertEquals(Set.of(Topic.ARCHIVING), view.told().keySet());
        see(2, EventType.LEADER_ACQUIRED, leader("n2", 12));
        assertEquals(Set.of(), view.told().keySet());
    }

    @Test
    void walThatWasDroppedIsMissingUntilABackupWasBegunAfterItWhoeverLeads() {
        ArchiveBroken dropped = ArchiveBroken.newBuilder()
                .setMember("n1")
                .setEpoch(10)
                .setKind(ArchiveBreak.ARCHIVE_DROPPED)
                .setSinceUs(ChronoUnit.MICROS.between(Instant.EPOCH, Seen.T0.plusMillis(10_000)))
                .build();
        see(10_000, EventType.ARCHIVE_BROKEN, dropped);
        assertEquals(lost(10_000, LostWal.How.THROWN_AWAY), view.lost("demo", 1));
        see(10_500, EventType.ARCHIVE_BROKEN, failing("n1", 10));
        assertEquals(Optional.empty(), view.lost("demo", 1), "no backup would end now");
        see(11_000, EventType.LEADER_ACQUIRED, leader("n2", 12));
        assertEquals(lost(10_000, LostWal.How.THROWN_AWAY), view.lost("demo", 1));
        see(12_000, EventType.BACKUP_COMPLETED, made(BackupKind.BACKUP_KIND_BACKUP, 5000));
        see(12_000, EventType.BACKUP_COMPLETED, made(BackupKind.BACKUP_KIND_CHECK, 100));
        assertEquals(Set.of(Topic.DROPPED), view.told().keySet());
        see(13_000, EventType.BACKUP_COMPLETED, made(BackupKind.BACKUP_KIND_BACKUP, 100));
        assertEquals(Set.of(), view.told().keySet());
    }

    @Test
    void whatIsMissingInARepositoryIsUntilItsAgentSaysOtherwise() {
        see(0, EventType.ARCHIVE_BROKEN, missing(2, 1000));
        see(1, EventType.ARCHIVE_BROKEN, missing(3, 2000));
        see(2, EventType.LEADER_ACQUIRED, leader("n2", 12));
        assertEquals(Optional.empty(), view.lost("demo", 1));
        assertEquals(Optional.empty(), view.lost("other", 2));
        assertEquals(lost(1000, LostWal.How.MISSING), view.lost("demo", 2));
        assertEquals(view, ArchiveView.of(List.copyOf(view.told().values())));
        see(
                9001,
                EventType.ARCHIVE_BROKEN,
                missing(2, 1000).toBuilder().setEnded(true).build());
        assertEquals(Optional.empty(), view.lost("demo", 2));
        assertEquals(lost(2000, LostWal.How.MISSING), view.lost("demo", 3));
    }

    @Test
    void orUntilABackupWasBegunAfterItIntoThatRepository() {
        see(0, EventType.ARCHIVE_BROKEN, missing(2, 1000));
        see(0, EventType.ARCHIVE_BROKEN, missing(3, 1000));
        BackupCompleted into3 = made(BackupKind.BACKUP_KIND_BACKUP, 100).toBuilder()
                .setTask(BackupTask.newBuilder()
                        .setKind(BackupKind.BACKUP_KIND_BACKUP)
                        .setStanza("demo")
                        .setRepo(3))
                .build();
        see(1050, EventType.BACKUP_COMPLETED, into3);
        assertEquals(2, view.told().size(), "begun before");
        see(5000, EventType.BACKUP_COMPLETED, into3);
        assertEquals(lost(1000, LostWal.How.MISSING), view.lost("demo", 2));
        assertEquals(Optional.empty(), view.lost("demo", 3));
    }

    @Test
    void ofTwoLossesTheLaterOneCounts() {
        see(0, EventType.ARCHIVE_BROKEN, missing(1, 2000));
        see(
                1,
                EventType.ARCHIVE_BROKEN,
                missing(1, 1000).toBuilder()
                        .setKind(ArchiveBreak.ARCHIVE_DROPPED)
                        .build());
        assertEquals(lost(2000, LostWal.How.MISSING), view.lost("demo", 1));
    }

    private static ArchiveBroken missing(int repo, long atMs) {
        return ArchiveBroken.newBuilder()
                .setKind(ArchiveBreak.ARCHIVE_MISSING)
                .setStanza("demo")
                .setRepo(repo)
                .setSinceUs(ChronoUnit.MICROS.between(Instant.EPOCH, Seen.T0.plusMillis(atMs)))
                .build();
    }

    private static Optional<LostWal> lost(long atMs, LostWal.How how) {
        return Optional.of(new LostWal(Seen.T0.plusMillis(atMs), how));
    }

    private void see(long atMs, EventType type, Message data) {
        view = view.with(by("n1", atMs).of(type, "", data));
    }

    private static ArchiveBroken failing(String member, long epoch) {
        return ArchiveBroken.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setKind(ArchiveBreak.ARCHIVE_FAILING)
                .build();
    }

    private static LeaderAcquired leader(String member, long epoch) {
        return LeaderAcquired.newBuilder().setMember(member).setEpoch(epoch).build();
    }

    private static BackupCompleted made(BackupKind kind, long tookMs) {
        return BackupCompleted.newBuilder()
                .setTask(BackupTask.newBuilder().setKind(kind))
                .setDurationMs(tookMs)
                .build();
    }
}
