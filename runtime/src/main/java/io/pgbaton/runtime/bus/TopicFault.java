package io.pgbaton.runtime.bus;

/** A topic that is there and wrong. Waiting does not help: the message says what a person has to do. */
final class TopicFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicFault(String message) {
        super(message);
    }
}
