package io.pgbaton.nodeagent.kernel;

/** The kernel refused, or did not answer. The message names the operation, the errno and the next step. */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final boolean outcomeKnown;

    private KernelException(String operation, int number, boolean outcomeKnown) {
        super("Cannot " + operation + ": " + Errno.of(number).describe(number));
        this.errno = Errno.of(number);
        this.outcomeKnown = outcomeKnown;
    }

    /** The kernel said no: nothing was changed. */
    static KernelException refused(String operation, int number) {
        return new KernelException(operation, number, true);
    }

    /** The request went out and its answer was not read: it may have been carried out. */
    static KernelException unanswered(String operation, int number) {
        return new KernelException(operation, number, false);
    }

    public Errno errno() {
        return errno;
    }

    /** False if the request may have been carried out although this exception was thrown. */
    public boolean outcomeKnown() {
        return outcomeKnown;
    }
}
