package io.pgbaton.proto.bus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The hash that ties a record of the audit to the one before it of the same source (R9). docs/audit.md has it in words, so
 * that anyone can check it with nothing of ours.
 *
 * <pre>
 * content = SHA-256( field(key) field(value) { field(name) field(value) of each header, by name } )
 * chain   = SHA-256( chain of the record before, 32 bytes | content, 32 bytes )
 * field   = length, 4 bytes, most significant first; -1 for null | bytes
 * </pre>
 *
 * Of the headers count {@code content-type} and all that begin with {@code ce_}, but not what is known at publishing alone.
 */
public final class HashChain {
    /** What the first record of a chain follows. */
    public static final String START = "0".repeat(64);

    private static final Set<String> LEFT_OUT = Set.of("ce_chain", "ce_recordedtime", "ce_replayed");

    private HashChain() {}

    /** The hash over all of a record that must not be altered, as 64 hex digits. */
    public static String content(String key, Headers headers, byte[] value) {
        MessageDigest sha = sha256();
        field(sha, key == null ? null : key.getBytes(StandardCharsets.UTF_8));
        field(sha, value);
        StreamSupport.stream(headers.spliterator(), false)
                .filter(HashChain::counts)
                .sorted(Comparator.comparing(Header::key))
                .forEach(header -> {
                    field(sha, header.key().getBytes(StandardCharsets.UTF_8));
                    field(sha, header.value());
                });
        return HexFormat.of().formatHex(sha.digest());
    }

    /** @param previous of the record before, or {@link #START} */
    public static String link(String previous, String content) {
        MessageDigest sha = sha256();
        sha.update(HexFormat.of().parseHex(previous));
        sha.update(HexFormat.of().parseHex(content));
        return HexFormat.of().formatHex(sha.digest());
    }

    private static boolean counts(Header header) {
        // A reader may take CE_TYPE for ce_type: neither can be added without a trace.
        String name = header.key().toLowerCase(Locale.ROOT);
        return (name.startsWith("ce_") || name.equals("content-type")) && !LEFT_OUT.contains(header.key());
    }

    private static void field(MessageDigest sha, byte[] bytes) {
        sha.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(bytes == null ? -1 : bytes.length)
                .flip());
        if (bytes != null) {
            sha.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
