package io.pgbaton.proto.bus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LossCause;
import java.time.Instant;

/** Records for tests: one by hand, and one of every type with each field set to something that can be recognised. */
final class Samples {
    private static final Scope SCOPE = new Scope("service", "demo");

    private Samples() {}

    static BusRecord leaderLost(Instant time) {
        return new BusRecord(
                "0123456789abcdef01234567",
                BusRecord.source(SCOPE, "n1", "node-agent"),
                EventType.LEADER_LOST,
                SCOPE,
                "n3",
                time,
                "feed00000000000000000001",
                "",
                LeaderLost.newBuilder()
                        .setMember("n3")
                        .setEpoch(Long.MAX_VALUE)
                        .setRevision(77)
                        .setCause(LossCause.LOSS_CAUSE_LEASE_EXPIRED)
                        .build());
    }

    static Message filled(Message prototype, int depth) {
        Message.Builder builder = prototype.newBuilderForType();
        for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
            if (field.isMapField() || (depth > 2 && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)) {
                continue;
            }
            Object value = value(builder, field, depth);
            if (field.isRepeated()) {
                builder.addRepeatedField(field, value);
            } else {
                builder.setField(field, value);
            }
        }
        return builder.build();
    }

    private static Object value(Message.Builder builder, FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case STRING -> field.getName();
            case INT -> field.getNumber();
            case LONG -> (long) field.getNumber();
            case BOOLEAN -> true;
            case BYTE_STRING -> ByteString.copyFromUtf8(field.getName());
            case ENUM -> field.getEnumType().getValues().get(1);
            case MESSAGE -> filled(builder.newBuilderForField(field).build(), depth + 1);
            default -> throw new IllegalArgumentException(field.getFullName());
        };
    }
}
