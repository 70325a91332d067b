package io.pgbaton.runtime.config;

/** A number of bytes, written as {@code 512kiB}, {@code 16MiB} or {@code 1GiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final String[] UNITS = {"B", "kiB", "MiB", "GiB", "TiB"};

    static ByteSize parse(String text) {
        for (int i = UNITS.length - 1; i >= 0; i--) {
            if (text.endsWith(UNITS[i])) {
                String number =
                        text.substring(0, text.length() - UNITS[i].length()).strip();
                return new ByteSize(Math.multiplyExact(Long.parseUnsignedLong(number), 1L << (10 * i)));
            }
        }
        throw new IllegalArgumentException(text);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.length - 1) {
            number /= 1024;
            unit++;
        }
        return number + UNITS[unit];
    }
}
