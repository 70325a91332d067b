package io.pgbaton.coordinator.decide.fact;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.RouteChanged;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.pgbaton.proto.v1.SwitchoverWithdrawn;

/**
 * What makes a fact one fact within its epoch: most happen once; directors confirm one by one, and a switchover may be
 * asked for, withdrawn and asked for again.
 */
record FactKey(EventType type, String subject) implements Comparable<FactKey> {

    static FactKey of(BusRecord record) {
        String subject =
                switch (record.type()) {
                    case ADDRESS_ACQUIRED -> address(record.data(AddressAcquired.class));
                    case ROUTE_CHANGED -> route(record.data(RouteChanged.class));
                    case SWITCHOVER_REQUESTED ->
                        revision(record.data(SwitchoverRequested.class).getRevision());
                    case SWITCHOVER_WITHDRAWN ->
                        revision(record.data(SwitchoverWithdrawn.class).getRevision());
                    default -> "";
                };
        return new FactKey(record.type(), subject);
    }

    static FactKey address(String name, String member) {
        return new FactKey(EventType.ADDRESS_ACQUIRED, name + " " + member);
    }

    /** A director that answered a command: it points at this member, and may not have had to change for it. */
    static FactKey answer(String director, String member) {
        return new FactKey(EventType.OUTCOME_RECORDED, director + " " + member);
    }

    private static String address(AddressAcquired acquired) {
        return acquired.getName() + " " + acquired.getMember();
    }

    private static String route(RouteChanged changed) {
        return changed.getDirector() + " " + changed.getBackend() + " " + String.join(",", changed.getUpList());
    }

    private static String revision(long revision) {
        return Long.toString(revision);
    }

    @Override
    public int compareTo(FactKey other) {
        int byType = type.compareTo(other.type);
        return byType == 0 ? subject.compareTo(other.subject) : byType;
    }
}
