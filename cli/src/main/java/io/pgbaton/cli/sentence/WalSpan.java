package io.pgbaton.cli.sentence;

/** Segments of WAL, in words. */
public final class WalSpan {
    private WalSpan() {}

    /**
     * @param last name of the last segment
     * @param files how many there are from the first to the last
     */
    public static String of(String first, String last, long files) {
        return files == 1 ? first : first + " to " + last + " (" + files + " files)";
    }
}
