package io.pgbaton.backupagent.decide.upgrade;

/**
 * A major version of PostgreSQL: 15, or 9.6 of before there was 10.
 *
 * @param number as in {@code server_version_num}, without the minor version: 150000, 90600
 */
public record PostgresMajor(int number) implements Comparable<PostgresMajor> {
    private static final int OF_ONE_NUMBER = 100_000;
    private static final int MAJOR = 10_000;
    private static final int HALF = 100;

    /** @param versionNum PostgreSQL's {@code server_version_num}, as in 150014 */
    public static PostgresMajor ofVersionNum(int versionNum) {
        int minor = versionNum >= OF_ONE_NUMBER ? MAJOR : HALF;
        return new PostgresMajor(versionNum / minor * minor);
    }

    /**
     * As pgBackRest's {@code info} has it.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static PostgresMajor parse(String text) {
        if (!text.matches("[1-9][0-9]?(\\.[0-9]{1,2})?")) {
            throw new IllegalArgumentException("no version of PostgreSQL: " + text);
        }
        String[] parts = text.split("\\.", -1);
        int half = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        return new PostgresMajor(Integer.parseInt(parts[0]) * MAJOR + half * HALF);
    }

    @Override
    public int compareTo(PostgresMajor other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        int half = number % MAJOR / HALF;
        return number / MAJOR + (number < OF_ONE_NUMBER ? "." + half : "");
    }
}
