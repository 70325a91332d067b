package io.pgbaton.nodeagent.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One received netlink message; {@code body} is a copy without the header, in the byte order of this machine. */
public record NetlinkReply(int type, int flags, int sequence, ByteBuffer body) {
    static final int ERROR = 2;
    static final int DONE = 3;

    private static final int HEADER_LENGTH = 16;
    private static final int DUMP_INTERRUPTED = 0x10;
    private static final int ATTRIBUTE_TYPE_MASK = 0x3fff;

    /** The kernel changed its list while it was being read: entries may be missing. */
    boolean interrupted() {
        return (flags & DUMP_INTERRUPTED) != 0;
    }

    /** For ERROR and DONE: 0 is an acknowledgement, else the errno. */
    int errno() {
        return body.remaining() < 4 ? 0 : -body.getInt(0);
    }

    static List<NetlinkReply> readAll(ByteBuffer datagram) {
        List<NetlinkReply> replies = new ArrayList<>();
        int at = 0;
        while (at + HEADER_LENGTH <= datagram.limit()) {
            int length = datagram.getInt(at);
            if (length < HEADER_LENGTH || at + length > datagram.limit()) {
                break;
            }
            byte[] body = new byte[length - HEADER_LENGTH];
            datagram.get(at + HEADER_LENGTH, body);
            replies.add(new NetlinkReply(
                    datagram.getShort(at + 4),
                    datagram.getShort(at + 6),
                    datagram.getInt(at + 8),
                    ByteBuffer.wrap(body).order(ByteOrder.nativeOrder())));
            at += aligned(length);
        }
        return replies;
    }

    /** The attributes behind a fixed part of the given length, by type. */
    Map<Integer, ByteBuffer> attributes(int fixedLength) {
        Map<Integer, ByteBuffer> attributes = new HashMap<>();
        int at = fixedLength;
        while (at + 4 <= body.limit()) {
            int length = Short.toUnsignedInt(body.getShort(at));
            if (length < 4 || at + length > body.limit()) {
                break;
            }
            int type = body.getShort(at + 2) & ATTRIBUTE_TYPE_MASK;
            attributes.put(type, body.slice(at + 4, length - 4).order(ByteOrder.nativeOrder()));
            at += aligned(length);
        }
        return attributes;
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }
}
