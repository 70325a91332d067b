package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.OrphanStage;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import io.pgbaton.proto.v1.TimelineForked;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What agents alarm of is told to the world, once, and opens no handover. */
class AlarmTest {

    @Test
    void anOrphanAForkAndAForeignClaimAreTold() {
        Play play = Play.led("n1", "n2").see(alarms().toArray(BusRecord[]::new));
        assertEquals(List.of("primary.orphaned", "timeline.forked", "address.conflicted"), play.eventNouns());
    }

    @Test
    void r8EachIsToldOnceHoweverOftenItIsHeard() {
        Play play = Play.led("n1", "n2");
        Stream.concat(alarms().stream(), alarms().stream()).forEach(play::see);
        assertEquals(3, play.world.events.size());
    }

    @Test
    void aBrokenArchiveIsToldWithItsEndAndDescribedMeanwhile() {
        Play play = Play.led("n1", "n2");
        ArchiveBroken broken = broken("n1", 10, ArchiveBreak.ARCHIVE_FAILING);
        play.see(by("n1", 5000).of(EventType.ARCHIVE_BROKEN, "n1", broken));
        assertEquals(List.of(broken), play.world.described.getArchiveList());

        ArchiveBroken over = broken.toBuilder().setEnded(true).build();
        play.see(by("n1", 6000).of(EventType.ARCHIVE_BROKEN, "n1", over));
        assertEquals(List.of(), play.world.described.getArchiveList());
        assertEquals(List.of("archive.broken", "archive.broken"), play.eventNouns());
    }

    private static ArchiveBroken broken(String member, long epoch, ArchiveBreak kind) {
        return ArchiveBroken.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setKind(kind)
                .build();
    }

    private static List<BusRecord> alarms() {
        PrimaryOrphaned orphan = PrimaryOrphaned.newBuilder()
                .setMember("n1")
                .setEpoch(10)
                .setStage(OrphanStage.ORPHANED)
                .build();
        TimelineForked fork =
                TimelineForked.newBuilder().setTimeline(3).setEpoch(10).build();
        AddressConflicted claim =
                AddressConflicted.newBuilder().setName("write").setEpoch(10).build();
        return List.of(
                by("n1", 5000).of(EventType.PRIMARY_ORPHANED, "n1", orphan),
                by("n1", 5001).of(EventType.TIMELINE_FORKED, "3", fork),
                by("n1", 5002).of(EventType.ADDRESS_CONFLICTED, "write", claim));
    }
}
