package io.pgbaton.nodeagent.kernel;

/** This operating system, processor or installation cannot run the kernel calls; the message says what would. */
public final class NotSupportedHere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSupportedHere(String message, Throwable cause) {
        super(message, cause);
    }
}
