package io.pgbaton.nodeagent.decide.leadership;

import com.google.protobuf.Message;
import io.pgbaton.proto.bus.EventType;

/**
 * A fact, ready for the bus but for who saw it and when.
 *
 * @param anchor makes it unique together with type and subject (R8): an epoch or a mod_revision
 */
public record Observed(EventType type, String subject, String anchor, Message data) {
    /** The same about another subject, which is also what its field {@code member} says. */
    public Observed about(String member) {
        Message.Builder named = data.toBuilder();
        named.setField(data.getDescriptorForType().findFieldByName("member"), member);
        return new Observed(type, member, anchor, named.build());
    }
}
