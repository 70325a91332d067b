package io.pgbaton.nodeagent.kernel;

import java.nio.ByteBuffer;

/** Builds one netlink message: header, fixed body, attributes aligned to 4 bytes, lengths filled in at the end. */
public final class NetlinkRequest {
    static final int REQUEST = 0x1;
    static final int ACK = 0x4;
    static final int DUMP = 0x300;
    public static final int REPLACE = 0x100;
    public static final int CREATE = 0x400;

    private static final int CAPACITY = 256;
    private static final int FLAGS_AT = 6;
    private static final int SEQUENCE_AT = 8;

    private final ByteBuffer message = KernelSocket.buffer(CAPACITY);

    /** The flags are those besides REQUEST, ACK and DUMP, which {@link NetlinkSocket} sets. */
    public NetlinkRequest(int type, int flags) {
        message.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(0)
                .putInt(0);
    }

    public NetlinkRequest bytes(int... values) {
        for (int value : values) {
            message.put((byte) value);
        }
        return this;
    }

    public NetlinkRequest integer(int value) {
        message.putInt(value);
        return this;
    }

    public NetlinkRequest raw(ByteBuffer value) {
        message.put(value.duplicate());
        return this;
    }

    public NetlinkRequest attribute(int type, byte[] value) {
        message.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return pad();
    }

    public NetlinkRequest attribute(int type, int... values) {
        message.putShort((short) (4 + 4 * values.length)).putShort((short) type);
        for (int value : values) {
            message.putInt(value);
        }
        return this;
    }

    /** The bytes to send; may be called again for another try. */
    ByteBuffer finish(int moreFlags, int sequence) {
        message.putShort(FLAGS_AT, (short) (message.getShort(FLAGS_AT) | moreFlags));
        message.putInt(SEQUENCE_AT, sequence);
        return message.putInt(0, message.position()).duplicate().flip();
    }

    private NetlinkRequest pad() {
        while (message.position() % 4 != 0) {
            message.put((byte) 0);
        }
        return this;
    }
}
