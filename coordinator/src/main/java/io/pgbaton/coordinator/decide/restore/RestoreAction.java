package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreProgressed;

/** What a restore asks for. */
public sealed interface RestoreAction {

    /** @param times it was sent, this one included; the same id each time */
    record Send(String id, Command command, int times) implements RestoreAction {}

    /** A step begins. */
    record TellStep(RestoreProgressed step, int attempt) implements RestoreAction {}

    record TellFailed(RestoreFailed failed, int attempt) implements RestoreAction {}

    record TellCompleted(BootstrapCompleted completed) implements RestoreAction {}

    /** Of a request that is not begun. */
    record Refuse(String id, RefusalReason reason, String sentence) implements RestoreAction {}
}
