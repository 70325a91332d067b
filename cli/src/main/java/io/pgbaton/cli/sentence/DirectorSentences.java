package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.proto.v1.AddressExpired;
import io.pgbaton.proto.v1.AddressReleased;
import io.pgbaton.proto.v1.RouteChanged;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/** Where client traffic goes: addresses and proxies. */
final class DirectorSentences {

    private DirectorSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.ADDRESS_ACQUIRED, one -> acquired(one.data(AddressAcquired.class)));
        sentences.put(EventType.ADDRESS_RELEASED, one -> released(one.data(AddressReleased.class)));
        sentences.put(EventType.ADDRESS_EXPIRED, one -> expired(one.data(AddressExpired.class)));
        sentences.put(EventType.ADDRESS_CONFLICTED, one -> conflicted(one.data(AddressConflicted.class)));
        sentences.put(EventType.ROUTE_CHANGED, one -> route(one.data(RouteChanged.class)));
    }

    private static String acquired(AddressAcquired acquired) {
        StringJoiner asides = new StringJoiner(", ");
        if (acquired.getAdopted()) {
            asides.add("found there and rightly so");
        }
        if (acquired.getAutonomous()) {
            asides.add("by itself, no command came");
        }
        return "address " + acquired.getAddress() + " is on " + acquired.getNode() + Words.aside(asides.toString());
    }

    private static String released(AddressReleased released) {
        String ended = released.getSessionsEnded() == 0
                ? ""
                : ", " + Words.count(released.getSessionsEnded(), "session", "sessions") + " ended";
        return released.getNode() + " let go of address " + released.getAddress() + ended
                + Words.aside(released.getReason());
    }

    private static String expired(AddressExpired expired) {
        return "address " + expired.getAddress() + " ran out on " + expired.getNode()
                + Words.aside(expired.getReason());
    }

    private static String conflicted(AddressConflicted conflicted) {
        String who = conflicted.getForeignMac().isEmpty() ? "somebody else" : conflicted.getForeignMac();
        return "address " + conflicted.getAddress() + " of " + conflicted.getNode()
                + Words.aside(conflicted.getOwnMac()) + " is claimed by " + who
                + Words.because(conflicted.getDetail());
    }

    private static String route(RouteChanged route) {
        String to = route.getUpCount() == 0 ? "nowhere" : "to " + String.join(", ", route.getUpList());
        String ended = route.getSessionsEnded() == 0
                ? ""
                : ", " + Words.count(route.getSessionsEnded(), "session", "sessions") + " ended";
        return route.getDirector() + " sends " + route.getBackend() + " " + to + ended + Words.aside(route.getReason());
    }
}
