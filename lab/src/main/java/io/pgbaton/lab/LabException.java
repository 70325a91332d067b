package io.pgbaton.lab;

/** What stands in the way, in one sentence that also says what to do about it; shown to the user without a stack trace. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(String sentence) {
        super(sentence);
    }

    public LabException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
