package io.pgbaton.nodeagent.kernel;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** An Ethernet address, in the low 48 bits. */
public record MacAddress(long bits) {
    public static final int LENGTH = 6;
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);
    public static final MacAddress ZERO = new MacAddress(0);

    /** Reads 6 bytes at the given index, whatever the byte order of the buffer. */
    public static MacAddress at(ByteBuffer buffer, int index) {
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            bits = bits << 8 | Byte.toUnsignedLong(buffer.get(index + i));
        }
        return new MacAddress(bits);
    }

    public byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (bits >> (8 * (LENGTH - 1 - i)));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes());
    }
}
