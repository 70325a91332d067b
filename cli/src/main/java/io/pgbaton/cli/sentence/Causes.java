package io.pgbaton.cli.sentence;

import io.pgbaton.proto.v1.LossCause;

/** Why a leadership ended. */
public final class Causes {

    private Causes() {}

    /** Empty when nobody knows. */
    public static String of(LossCause cause) {
        return switch (cause) {
            case LOSS_CAUSE_LEASE_EXPIRED -> "its lease ran out";
            case LOSS_CAUSE_RELEASED -> "it gave the key up";
            case LOSS_CAUSE_UNSEEN -> "found gone at a second look";
            default -> "";
        };
    }
}
