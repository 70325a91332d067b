package io.pgbaton.runtime.journal;

import com.google.protobuf.ByteString;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.runtime.bus.Numbers.Series;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A journal's folder for tests, and records that know their number. */
record LogFolder(Path path) {
    static final Scope SCOPE = new Scope("service", "demo");
    static final String SOURCE = BusRecord.source(SCOPE, "n1", "node-agent");
    static final Series OBSERVATIONS = new Series(SOURCE, "observations");
    static final Series AUDIT = new Series(SOURCE, "audit");

    static BusRecord record(long number) {
        return record(SOURCE, number);
    }

    static BusRecord record(String source, long number) {
        return new BusRecord(
                "id" + number,
                source,
                EventType.LEADER_LOST,
                SCOPE,
                "n1",
                Instant.ofEpochSecond(1_000_000 + number, 123_456_000),
                "handover",
                "cause",
                LeaderLost.newBuilder().setMember("n1").setRevision(number).build());
    }

    static long number(BusRecord record) {
        return record.data(LeaderLost.class).getRevision();
    }

    static ByteString payload(long number) {
        return RecordCodec.encode(Topic.OBSERVATIONS, Numbered.of(record(number), number));
    }

    SegmentLog open() throws IOException {
        return open(new SegmentLog.Limits(64 << 20, 4 << 20));
    }

    SegmentLog open(SegmentLog.Limits limits) throws IOException {
        return SegmentLog.open(path, limits, FileChannel::open);
    }

    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    /** Numbers of the records that wait. */
    static List<Long> waiting(SegmentLog log) throws IOException {
        return log.read(log.recovered().waiting(), Integer.MAX_VALUE).frames().stream()
                .map(frame -> RecordCodec.decode(frame.payload())
                        .orElseThrow()
                        .numbered()
                        .sequence())
                .toList();
    }
}
