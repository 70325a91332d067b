package io.pgbaton.proto.bus;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import java.time.Instant;

/**
 * One record on the bus: a CloudEvent whose data is a message of {@code proto/}.
 *
 * @param id derived from what happened, never from when it was seen (R8): {@link io.pgbaton.proto.id.EventIds}
 * @param source {@code /pgbaton/<namespace>/<scope>/<node>/<daemon>}; for public events {@code /pgbaton/<namespace>/<scope>}
 * @param subject what it is about: a member, a director, a node; empty for the scope as a whole
 * @param time when it happened, on the clock of whoever saw it
 * @param correlationId the handover it belongs to, or empty
 * @param causationId id of the record that led to this one, or empty
 */
public record BusRecord(
        String id,
        String source,
        EventType type,
        Scope scope,
        String subject,
        Instant time,
        String correlationId,
        String causationId,
        Message data) {

    public BusRecord {
        if (!data.getDescriptorForType().equals(type.prototype().getDescriptorForType())) {
            throw new IllegalArgumentException(type.type() + " carries "
                    + type.prototype().getDescriptorForType().getName() + ", not "
                    + data.getDescriptorForType().getName());
        }
    }

    /** Source of what a daemon says of itself or of what it saw. */
    public static String source(Scope scope, String node, String daemon) {
        return publicSource(scope) + "/" + node + "/" + daemon;
    }

    /** Source of public events: the scope, whoever publishes them. */
    public static String publicSource(Scope scope) {
        return "/pgbaton/" + scope.key();
    }

    /** The node named in {@link #source()}; empty for a public event. */
    public String node() {
        String[] parts = source.split("/", -1);
        return parts.length > 4 ? parts[4] : "";
    }

    /** The same, told as a part of this handover. */
    public BusRecord inHandover(String handover) {
        return new BusRecord(id, source, type, scope, subject, time, handover, causationId, data);
    }

    public <M extends Message> M data(Class<M> kind) {
        return kind.cast(data);
    }
}
