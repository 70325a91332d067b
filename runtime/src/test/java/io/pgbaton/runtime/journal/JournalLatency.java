package io.pgbaton.runtime.journal;

import com.google.protobuf.ByteString;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Measures, on demand, what one durable record costs: 1000 of 300 bytes, a force after each. Prints, asserts nothing. */
public final class JournalLatency {
    private static final int WARM_UP = 1000;
    private static final int ROUNDS = 1000;

    private JournalLatency() {}

    /** @param words the folder to use; a temporary one without it */
    public static void main(String[] words) throws IOException {
        Path folder = words.length > 0 ? Path.of(words[0]) : Files.createTempDirectory("pgbaton-latency");
        ByteString payload = payloadOf(300);
        try (SegmentLog log = SegmentLog.open(
                folder, new SegmentLog.Limits(256 << 20, SegmentLog.Limits.SEGMENT_BYTES), FileChannel::open)) {
            for (int run = 0; run < 3; run++) {
                report(measure(log, payload));
            }
        }
    }

    private static long[] measure(SegmentLog log, ByteString payload) throws IOException {
        long[] nanos = new long[ROUNDS];
        for (int n = -WARM_UP; n < ROUNDS; n++) {
            long start = System.nanoTime();
            log.append(Kind.RECORD, payload);
            log.force();
            if (n >= 0) {
                nanos[n] = System.nanoTime() - start;
            }
        }
        return nanos;
    }

    private static ByteString payloadOf(int bytes) {
        BusRecord small = LogFolder.record(1);
        int missing = bytes - LogFolder.payload(1).size();
        BusRecord padded = new BusRecord(
                small.id(),
                small.source(),
                small.type(),
                small.scope(),
                small.subject(),
                small.time(),
                small.correlationId(),
                small.causationId() + "x".repeat(missing),
                small.data());
        return RecordCodec.encode(Topic.OBSERVATIONS, Numbered.of(padded, 1));
    }

    private static void report(long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "append + force: p50 %.3f ms, p99 %.3f ms, worst %.2f ms (n=%d)%n",
                nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 99 / 100] / 1e6, nanos[ROUNDS - 1] / 1e6, ROUNDS);
    }
}
