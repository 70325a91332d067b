package io.pgbaton.runtime.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.proto.v1.JournalSettled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk, in segments named by the position of their first one. It blocks; one thread uses it. Whatever was
 * forced survives the death of the process and of the host.
 *
 * <p>After a failure nothing is assumed of what was appended since the last force: the next call cuts it off first, so a
 * disk that was full leaves no half record, and one whose force failed is written anew.
 */
public final class SegmentLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SegmentLog.class);

    /**
     * @param maxBytes of all segments together
     * @param segmentBytes a segment is closed when it is as large: what is settled is deleted by segments
     */
    public record Limits(long maxBytes, long segmentBytes) {
        static final long SEGMENT_BYTES = 4 << 20;
    }

    private final Limits limits;
    private final FolderLock lock;
    private final SegmentFiles files;
    private final LogCursor cursor;
    private final JournalState state = new JournalState();
    private FileChannel active;
    private long activeFirst;
    private long size;
    private long forcedSize;
    private long next = 1;
    private long forcedNext = 1;
    private boolean broken;

    private SegmentLog(Limits limits, FolderLock lock, SegmentFiles files) {
        this.limits = limits;
        this.lock = lock;
        this.files = files;
        this.cursor = new LogCursor(files);
    }

    /**
     * Makes the folder when it is not there, and recovers what is in it. Only the last segment is read, because it
     * begins with all that the others said: opening takes as long with 256 MiB as with 4.
     *
     * @throws JournalInUse when another process has it
     */
    static SegmentLog open(Path folder, Limits limits, ChannelOpener opener) throws IOException {
        Files.createDirectories(folder);
        FolderLock lock = FolderLock.take(folder);
        try {
            SegmentLog opened = new SegmentLog(limits, lock, SegmentFiles.list(folder, opener));
            opened.recover();
            return opened;
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /**
     * @return its position; durable only after {@link #force}
     * @throws JournalFull when there is no room within {@code maxBytes}
     */
    long append(Kind kind, ByteString payload) throws IOException {
        if (broken) {
            repair();
        }
        boolean freesRoom = kind == Kind.SETTLED;
        if (!freesRoom && files.bytes() + Frame.HEADER + payload.size() > limits.maxBytes()) {
            throw new JournalFull(limits.maxBytes());
        }
        if (size >= limits.segmentBytes()) {
            roll();
        }
        write(kind, payload);
        return next - 1;
    }

    /** Everything appended so far is durable when this returns. */
    void force() throws IOException {
        if (broken) {
            repair();
        }
        broken = true;
        active.force(false);
        broken = false;
        forcedSize = size;
        forcedNext = next;
        trim();
    }

    /**
     * Nothing waits up to and with this position. Written without a force: a kill of the process does not lose it, and
     * after a power failure some records are published twice, under the same ids and numbers.
     *
     * @param outstanding records behind it that wait
     */
    void settle(long position, long outstanding) throws IOException {
        append(
                Kind.SETTLED,
                JournalSettled.newBuilder()
                        .setSettled(position)
                        .setOutstanding(outstanding)
                        .build()
                        .toByteString());
        trim();
    }

    ReadBack read(Span span, int most) throws IOException {
        return cursor.read(span, most);
    }

    /** The highest position that is durable. */
    long forced() {
        return forcedNext - 1;
    }

    /** The position of the newest record. */
    long last() {
        return next - 1;
    }

    long bytes() {
        return files.bytes();
    }

    JournalState state() {
        return state;
    }

    Recovered recovered() {
        return state.recovered(next - 1);
    }

    @Override
    public void close() throws IOException {
        FileChannel last = active;
        try (lock;
                cursor;
                last) {
            broken = true;
        }
    }

    private void recover() throws IOException {
        if (files.sizes().isEmpty()) {
            begin(next);
            force();
            return;
        }
        for (Long first = lastWithState(); first != null; first = files.sizes().higherKey(first)) {
            replay(first);
        }
        forcedSize = size;
        forcedNext = next;
        repair();
        force();
    }

    /** Of the segments that begin with a whole snapshot the last one; if none does, the first of all. */
    private long lastWithState() throws IOException {
        for (long first : files.sizes().descendingKeySet()) {
            try (FileChannel channel = files.toRead(first)) {
                Optional<Frame> frame = new SegmentReader(channel, 0, first - 1).next();
                if (frame.isPresent()
                        && frame.get().kind() == Kind.STATE
                        && frame.get().position() == first) {
                    return first;
                }
            }
        }
        log.error(
                "No segment of the journal begins with a whole snapshot, numbers may begin anew. segments={}",
                files.sizes().size());
        return files.sizes().firstKey();
    }

    /** Leaves it open to be appended to, behind its last whole record. */
    private void replay(long first) throws IOException {
        if (active != null) {
            active.close();
        }
        active = files.toAppend(first);
        activeFirst = first;
        next = Math.max(next, first);
        SegmentReader reader = new SegmentReader(active, 0, first - 1);
        for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
            next = frame.get().position() + 1;
            apply(frame.get());
        }
        size = reader.offset();
        long torn = active.size() - size;
        if (torn > 0 && first == files.sizes().lastKey()) {
            log.warn(
                    "The journal ends in the middle of a record, as after a kill or a power failure; it is cut off there."
                            + " file={} offset={} bytes={}",
                    files.file(first),
                    size,
                    torn);
        }
    }

    private void apply(Frame frame) {
        try {
            state.apply(frame);
        } catch (InvalidProtocolBufferException unreadable) {
            log.error(
                    "A record of the journal is whole and cannot be read. position={} cause={}",
                    frame.position(),
                    unreadable.toString());
        }
    }

    private void roll() throws IOException {
        force();
        FileChannel full = active;
        begin(next);
        full.close();
    }

    private void begin(long first) throws IOException {
        FileChannel fresh = files.toAppend(first);
        try {
            files.forceFolder();
        } catch (IOException failed) {
            fresh.close();
            throw failed;
        }
        active = fresh;
        activeFirst = first;
        forcedSize = 0;
        forcedNext = first;
        repair();
    }

    /** Back to what was forced; a segment of which nothing was begins anew. */
    private void repair() throws IOException {
        broken = true;
        cursor.forget();
        active.truncate(forcedSize);
        broken = false;
        size = forcedSize;
        next = forcedNext;
        files.sized(activeFirst, size);
        if (size == 0) {
            write(Kind.STATE, state.snapshot());
        }
    }

    private void write(Kind kind, ByteString payload) throws IOException {
        Frame frame = new Frame(next, kind, payload);
        ByteBuffer bytes = frame.encode();
        broken = true;
        while (bytes.hasRemaining()) {
            active.write(bytes, size + bytes.position());
        }
        broken = false;
        size += frame.size();
        next++;
        files.sized(activeFirst, size);
        apply(frame);
    }

    /** Deletes what is settled, but nothing before the snapshot that stands for it is durable. */
    private void trim() throws IOException {
        while (forcedSize > 0
                && files.sizes().size() > 1
                && files.sizes().higherKey(files.sizes().firstKey()) <= state.settled() + 1) {
            files.delete(files.sizes().firstKey());
        }
    }
}
