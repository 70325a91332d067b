package io.pgbaton.cli;

/** Why a command cannot do its work: one sentence that says what to do, and the exit code. No stack trace for people. */
public final class CliFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public CliFault(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
