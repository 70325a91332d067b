package io.pgbaton.coordinator.decide.fact;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import java.util.Set;

/** Which epoch a fact belongs to. Every message that has one calls it {@code epoch}; 0 there means none. */
public final class EpochOf {
    private static final Set<EventType> LEADERSHIP = Set.of(
            EventType.LEADER_LOST,
            EventType.LEADER_ACQUIRED,
            EventType.LEADER_OVERWRITTEN,
            EventType.LEADER_REAFFIRMED,
            EventType.LEADER_STOPPING,
            EventType.PRIMARY_WRITABLE,
            EventType.STANDBY_LEADING,
            EventType.COMMITS_PROVEN,
            EventType.COMMITS_BLOCKED,
            EventType.SWITCHOVER_REQUESTED,
            EventType.SWITCHOVER_WITHDRAWN);
    private static final Set<EventType> DIRECTION = Set.of(EventType.ADDRESS_ACQUIRED, EventType.ROUTE_CHANGED);

    private EpochOf() {}

    /** Facts about who leads; one about an epoch older than the last handover is stale and is left out altogether. */
    public static boolean isLeadership(EventType type) {
        return LEADERSHIP.contains(type);
    }

    /** Facts that a handover is made of: leadership, and directors that confirm. */
    public static boolean isPartOfAHandover(EventType type) {
        return isLeadership(type) || DIRECTION.contains(type);
    }

    /** 0 when the message has no epoch or does not name it. */
    public static long of(BusRecord record) {
        return number(record.data(), "epoch");
    }

    static long number(Message data, String name) {
        FieldDescriptor field = data.getDescriptorForType().findFieldByName(name);
        return field != null && field.getJavaType() == FieldDescriptor.JavaType.LONG ? (long) data.getField(field) : 0;
    }

    public static String text(Message data, String name) {
        FieldDescriptor field = data.getDescriptorForType().findFieldByName(name);
        return field != null && field.getJavaType() == FieldDescriptor.JavaType.STRING
                ? (String) data.getField(field)
                : "";
    }
}
