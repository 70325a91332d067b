package io.pgbaton.coordinator.decide.restore;

import com.google.protobuf.Message;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.RefusalReason;

/** What a restore asks for. */
public sealed interface RestoreAction {

    /** @param times it was sent, this one included; the same id each time */
    record Send(String id, Command command, int times) implements RestoreAction {}

    /** Delete what Patroni keeps of a cluster that has no leader any more; {@link RestoreNews.Done} or Failed of this id. */
    record Clean(String id) implements RestoreAction {}

    /** @param attempt makes the id of the event; 0 for the end of the whole, which there is once */
    record Tell(EventType type, Message data, int attempt) implements RestoreAction {}

    /** Of a request that is not begun. */
    record Refuse(String id, RefusalReason reason, String sentence) implements RestoreAction {}
}
