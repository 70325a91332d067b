package io.pgbaton.runtime.etcd;

import io.grpc.Status;

/** A call to etcd that failed, with the kind of the failure and the member that was asked. */
public final class EtcdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EtcdFailure failure;
    private final boolean mayHaveBeenApplied;

    EtcdException(EtcdFailure failure, boolean mayHaveBeenApplied, String message, Throwable cause) {
        super(message, cause, false, false);
        this.failure = failure;
        this.mayHaveBeenApplied = mayHaveBeenApplied;
    }

    /** Of a call; {@code sent} is false only when it is certain that the request never left this machine. */
    static EtcdException of(String endpoint, Status status, boolean sent) {
        EtcdFailure failure = EtcdFailure.of(status);
        String text = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        String message = endpoint + ": " + text.lines().findFirst().orElse("");
        return new EtcdException(failure, sent && leavesOutcomeOpen(failure, status), message, status.getCause());
    }

    /** For what etcd says within a stream, or does not say. */
    static EtcdException of(String endpoint, EtcdFailure failure, String text) {
        return new EtcdException(failure, false, endpoint + ": " + text, null);
    }

    public EtcdFailure failure() {
        return failure;
    }

    /** True when a write may have been applied, or may yet be. */
    public boolean mayHaveBeenApplied() {
        return mayHaveBeenApplied;
    }

    /** The kind of any failure of this package's futures. */
    public static EtcdFailure kindOf(Throwable failure) {
        return failure instanceof EtcdException known ? known.failure() : EtcdFailure.OTHER;
    }

    private static boolean leavesOutcomeOpen(EtcdFailure failure, Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT,
                    FAILED_PRECONDITION,
                    NOT_FOUND,
                    OUT_OF_RANGE,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    UNIMPLEMENTED -> false;
            default -> failure != EtcdFailure.NO_LEADER;
        };
    }
}
