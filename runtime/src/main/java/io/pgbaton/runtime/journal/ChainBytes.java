package io.pgbaton.runtime.journal;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** A hash as it is on disk: half as long as on the bus. Empty is empty. */
final class ChainBytes {
    private ChainBytes() {}

    static ByteString of(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    static String toHex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
