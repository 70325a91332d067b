package io.pgbaton.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * Reads the records of one segment in order. Behind a record that is damaged it looks for the next one that is whole, byte
 * by byte: the positions tell how many are missing between.
 */
final class SegmentReader {
    private static final int CHUNK = 128 << 10;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
    private long bufferStart;
    private long wholeUpTo;
    private long lastPosition;

    /** @param lastPosition of the record before the offset: what is not newer, or impossibly new, is no record */
    SegmentReader(FileChannel channel, long offset, long lastPosition) {
        this.channel = channel;
        this.bufferStart = offset;
        this.wholeUpTo = offset;
        this.lastPosition = lastPosition;
    }

    /** Empty when no whole record follows, and for ever then. */
    Optional<Frame> next() throws IOException {
        for (int at = (int) (wholeUpTo - bufferStart); has(at, Frame.HEADER); at++) {
            if (at > CHUNK) {
                at = forget(at);
            }
            Optional<Frame> frame = at(at);
            if (frame.isPresent()) {
                wholeUpTo = bufferStart + at + frame.get().size();
                lastPosition = frame.get().position();
                return frame;
            }
        }
        return Optional.empty();
    }

    /** In the file, just behind the last record that was returned. */
    long offset() {
        return wholeUpTo;
    }

    private Optional<Frame> at(int at) throws IOException {
        long position = buffer.getLong(at + 8);
        int length = Frame.plausibleLength(buffer, at);
        boolean follows = position > lastPosition && position <= lastPosition + channel.size() / Frame.HEADER + 1;
        return length >= 0 && follows && has(at, Frame.HEADER + length)
                ? Frame.decode(buffer, at, length)
                : Optional.empty();
    }

    /** Makes the buffer hold so many bytes; false when the file ends before. */
    private boolean has(int at, int bytes) throws IOException {
        if (at + bytes > buffer.limit()) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity(), at + bytes + CHUNK));
            larger.put(buffer.position(0));
            int read = 0;
            while (read >= 0 && larger.hasRemaining()) {
                read = channel.read(larger, bufferStart + larger.position());
            }
            buffer = larger.flip();
        }
        return at + bytes <= buffer.limit();
    }

    /** Drops what is before from the buffer; returns where {@code at} is then. */
    private int forget(int at) {
        buffer = buffer.position(at).compact().flip();
        bufferStart += at;
        return 0;
    }
}
