package io.pgbaton.backupagent.observe;

/** The wrapper wrote what this version does not understand. */
public final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String line, String why) {
        super("\"" + line + "\" " + why);
    }
}
