package io.pgbaton.cli;

/** What the shell gets. Documented in {@code pgbaton --help}; 64 and above follow sysexits.h. */
public final class ExitCode {
    public static final int OK = 0;

    /** What was asked for is shown, and something is wrong with it. */
    public static final int FAULT = 1;

    public static final int USAGE = 2;
    public static final int NOT_FOUND = 3;

    /** Of {@code audit verify}: a record is missing, altered, doubled, out of order or unreadable. */
    public static final int BROKEN = 4;

    /** Of {@code audit verify}: nothing is broken, and there is something that the chain cannot speak for. */
    public static final int UNPROVEN = 5;

    /** Nothing was changed, because it would do harm; an option says to do it all the same. */
    public static final int REFUSED = 6;

    public static final int UNREACHABLE = 69;
    public static final int INTERNAL = 70;
    public static final int CONFIG = 78;

    private ExitCode() {}
}
