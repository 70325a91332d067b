package io.pgbaton.sim.time;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over numbers and words, each with its length, so that no two sequences are the same bytes. */
public final class Fingerprint {
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    public Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public void add(long value) {
        digest.update(number.clear().putLong(value).flip());
    }

    public void add(byte[] bytes) {
        add(bytes.length);
        digest.update(bytes);
    }

    void add(long first, long second, String... words) {
        add(first);
        add(second);
        for (String word : words) {
            add(word.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Ends it: nothing may be added after. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
