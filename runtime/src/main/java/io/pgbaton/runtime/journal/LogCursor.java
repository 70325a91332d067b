package io.pgbaton.runtime.journal;

import io.pgbaton.runtime.journal.ReadBack.Missing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what waits in the segments, from the oldest on. It stays where it was, so that going on costs no search. */
final class LogCursor implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;

    private static final long UNKNOWN = -1;

    private final SegmentFiles files;
    private FileChannel channel;
    private SegmentReader reader;
    private long segment;
    private long next = UNKNOWN;

    LogCursor(SegmentFiles files) {
        this.files = files;
    }

    /** @param most records at once; 1 MiB ends it too */
    ReadBack read(Span span, int most) throws IOException {
        List<Frame> frames = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        int bytes = 0;
        long expected = span.from();
        seek(expected);
        // Whatever ends this early leaves the place unknown.
        next = UNKNOWN;
        while (expected <= span.to() && frames.size() < most && bytes < MOST_BYTES) {
            Optional<Frame> frame = nextFrame();
            long found = frame.map(Frame::position).orElse(Long.MAX_VALUE);
            if (found > expected) {
                missing.add(new Missing(new Span(expected, Math.min(found - 1, span.to())), fileOf(expected)));
            }
            if (found <= span.to() && frame.get().kind() == Kind.RECORD) {
                frames.add(frame.get());
                bytes += frame.get().size();
            }
            expected = Math.min(found, span.to()) + 1;
        }
        next = expected;
        return new ReadBack(frames, expected, missing);
    }

    /** What was read ahead may have been cut off and written anew. */
    void forget() {
        next = UNKNOWN;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private void seek(long position) throws IOException {
        if (next == position) {
            return;
        }
        Long first = files.sizes().floorKey(position);
        open(first == null ? files.sizes().firstKey() : first);
        long offset = 0;
        for (Optional<Frame> frame = reader.next();
                frame.isPresent() && frame.get().position() < position;
                frame = reader.next()) {
            offset = reader.offset();
        }
        reader = new SegmentReader(channel, offset, position - 1);
    }

    private Optional<Frame> nextFrame() throws IOException {
        Optional<Frame> frame = reader.next();
        Long following = files.sizes().higherKey(segment);
        while (frame.isEmpty() && following != null) {
            open(following);
            frame = reader.next();
            following = files.sizes().higherKey(segment);
        }
        return frame;
    }

    private void open(long first) throws IOException {
        close();
        segment = first;
        channel = files.toRead(first);
        reader = new SegmentReader(channel, 0, first - 1);
    }

    private String fileOf(long position) {
        Long first = files.sizes().floorKey(position);
        return files.file(first == null ? position : first).getFileName().toString();
    }
}
