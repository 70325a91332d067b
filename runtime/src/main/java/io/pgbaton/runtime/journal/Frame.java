package io.pgbaton.runtime.journal;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record of a segment: length of the payload (4 bytes), CRC32C of all that follows (4), position (8), kind (1), payload.
 *
 * @param position counts the records of the log from 1 without a gap, so that it shows what is missing
 */
record Frame(long position, Kind kind, ByteString payload) {
    static final int HEADER = 17;

    /** Far above what Kafka takes (1 MiB by default), far below what a broken length would make us read. */
    static final int MAX_PAYLOAD = 4 << 20;

    private static final int CHECKED_FROM = 8;

    int size() {
        return HEADER + payload.size();
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(size());
        bytes.putInt(payload.size()).putInt(0).putLong(position).put(kind.code);
        payload.copyTo(bytes);
        bytes.flip();
        return bytes.putInt(4, checksum(bytes, CHECKED_FROM, bytes.limit()));
    }

    /** Length of the payload that stands at {@code at}, or -1 when no record can begin there. */
    static int plausibleLength(ByteBuffer bytes, int at) {
        int length = bytes.getInt(at);
        boolean possible = length >= 0
                && length <= MAX_PAYLOAD
                && Kind.of(bytes.get(at + HEADER - 1)).isPresent();
        return possible ? length : -1;
    }

    /** Empty when the checksum is wrong. The buffer holds the whole record. */
    static Optional<Frame> decode(ByteBuffer bytes, int at, int length) {
        if (bytes.getInt(at + 4) != checksum(bytes, at + CHECKED_FROM, at + HEADER + length)) {
            return Optional.empty();
        }
        ByteString payload = ByteString.copyFrom(bytes.slice(at + HEADER, length));
        return Kind.of(bytes.get(at + HEADER - 1)).map(kind -> new Frame(bytes.getLong(at + 8), kind, payload));
    }

    private static int checksum(ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, to - from));
        return (int) crc.getValue();
    }
}
