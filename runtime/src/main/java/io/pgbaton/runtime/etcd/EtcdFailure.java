package io.pgbaton.runtime.etcd;

import io.grpc.Status;
import java.util.Locale;

/** Why a call to etcd failed, and thereby what is left to do about it. */
public enum EtcdFailure {
    /** No connection, or it broke. Another member may answer. */
    UNREACHABLE,
    /** No answer in time: a slow or frozen member, or a cluster without quorum. Another member may answer. */
    TIMEOUT,
    /** The member that was asked sees no leader and did nothing. Another member may see one. */
    NO_LEADER,
    /** The revision asked for is no longer kept: read again and go on from there. */
    COMPACTED,
    /** The lease has run out or was revoked: its keys are gone, grant a new one. */
    LEASE_NOT_FOUND,
    /** User, password or token refused. A human has to look. */
    AUTH,
    /** The user may not do this to these keys. A human has to look. */
    PERMISSION,
    /** Anything else; the message says what. */
    OTHER;

    /** True when it makes sense to ask another member. */
    public boolean anotherMemberMayAnswer() {
        return this == UNREACHABLE || this == TIMEOUT || this == NO_LEADER;
    }

    /**
     * The texts are etcd's own (api/v3rpc/rpctypes/error.go): several kinds share one status code, so the code alone
     * does not tell them apart.
     */
    static EtcdFailure of(Status status) {
        String text = String.valueOf(status.getDescription()).toLowerCase(Locale.ROOT);
        return switch (status.getCode()) {
            case UNAVAILABLE -> ofUnavailable(text);
            case DEADLINE_EXCEEDED, CANCELLED -> TIMEOUT;
            case OUT_OF_RANGE -> text.contains("compacted") ? COMPACTED : OTHER;
            case NOT_FOUND -> text.contains("lease not found") ? LEASE_NOT_FOUND : OTHER;
            case UNAUTHENTICATED -> AUTH;
            case PERMISSION_DENIED -> PERMISSION;
            case INVALID_ARGUMENT -> isAboutCredentials(text) ? AUTH : OTHER;
            default -> OTHER;
        };
    }

    /** A watch that etcd cancels carries only a text, not a status. */
    static EtcdFailure ofCancelReason(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        if (text.contains("permission denied")) {
            return PERMISSION;
        }
        if (text.contains("compacted")) {
            return COMPACTED;
        }
        return text.contains("no leader") ? NO_LEADER : OTHER;
    }

    private static EtcdFailure ofUnavailable(String text) {
        if (text.contains("etcdserver: no leader")) {
            return NO_LEADER;
        }
        return text.contains("etcdserver: request timed out") ? TIMEOUT : UNREACHABLE;
    }

    private static boolean isAboutCredentials(String text) {
        return text.contains("authentication failed")
                || text.contains("user name is empty")
                || text.contains("auth store is old")
                || text.contains("authentication is not enabled");
    }
}
