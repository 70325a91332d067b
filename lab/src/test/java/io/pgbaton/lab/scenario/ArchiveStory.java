package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the bus tells of the archive since this was made. */
final class ArchiveStory {
    static final Duration BOUND = Duration.ofSeconds(90);
    /** Beyond the grace of two minutes in which files may overtake each other. */
    private static final Duration UNTIL_MISSED = Duration.ofMinutes(4);

    private final Lab lab;
    private final int before;

    ArchiveStory(Lab lab) {
        this.lab = lab;
        this.before = events().size();
    }

    ArchiveBroken broken(Predicate<ArchiveBroken> which) {
        return Await.value("the archive to be told of", BOUND, () -> told().stream()
                .filter(which)
                .findFirst());
    }

    /** That this segment is missing. */
    ArchiveBroken missing(String segment) {
        return Await.value("WAL to be missed", UNTIL_MISSED, () -> told().stream()
                .filter(one -> one.getKind() == ArchiveBreak.ARCHIVE_MISSING
                        && one.getLastSegment().equals(segment))
                .findFirst());
    }

    List<ArchiveBroken> told() {
        List<BusRecord> events = events();
        return events.subList(before, events.size()).stream()
                .filter(event -> event.type() == EventType.ARCHIVE_BROKEN)
                .map(event -> event.data(ArchiveBroken.class))
                .toList();
    }

    /** The segment that the primary writes to now. */
    static String segment(Host leader) {
        return leader.postgres().sql("SELECT pg_walfile_name(pg_current_wal_lsn())");
    }

    /** Ends that segment. */
    static void makeWal(Host leader) {
        leader.postgres().sql("SELECT pg_logical_emit_message(true, 'lab', 'made'); SELECT pg_switch_wal()");
    }

    /** As a person does who makes room in the wrong place. */
    void deleteFromRepository(String segment) throws IOException {
        deleteFrom(PgbackrestHost.repository(lab.layout()), segment);
    }

    static void deleteFrom(Path repository, String segment) throws IOException {
        Path archive = repository.resolve("archive");
        try (Stream<Path> files = Files.walk(archive)) {
            Path file = files.filter(one -> String.valueOf(one.getFileName()).startsWith(segment + "-"))
                    .findFirst()
                    .orElseThrow(() -> new LabException(segment + " is not in " + archive));
            Files.delete(file);
        }
    }

    private List<BusRecord> events() {
        return TopicReader.events(lab.layout(), Scope.MAIN);
    }
}
