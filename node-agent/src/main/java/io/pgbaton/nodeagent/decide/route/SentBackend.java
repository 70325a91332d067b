package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one backend was told last.
 *
 * @param up by server, true for up; a server that is not in it was left alone since the last reason to say all again
 * @param owed servers whose sessions are still to be ended
 * @param inFlight actions whose result has not come yet
 */
record SentBackend(Map<String, Boolean> up, Set<String> owed, List<SetBackend> inFlight) {
    /** Results come in order and one worker a proxy carries them out: more than a few only pile up behind a frozen one. */
    private static final int MOST_IN_FLIGHT = 16;

    static final SentBackend NOTHING = new SentBackend(Map.of(), Set.of(), List.of());

    /** The next look at what is wanted sends all of it. */
    SentBackend forgotten() {
        return new SentBackend(Map.of(), owed, inFlight);
    }

    SentBackend owing(Set<String> servers) {
        Set<String> more = new TreeSet<>(owed);
        more.addAll(servers);
        return new SentBackend(up, Set.copyOf(more), inFlight);
    }

    /**
     * What is left alone now may be changed by HAProxy's checks, so nothing is known of it any more; and what is to be up
     * keeps its sessions, whatever was owed before.
     */
    SentBackend reduced(Map<String, Boolean> wanted) {
        Map<String, Boolean> known = new TreeMap<>(up);
        known.keySet().retainAll(wanted.keySet());
        Set<String> left = new TreeSet<>(owed);
        left.removeIf(server -> wanted.getOrDefault(server, false));
        return new SentBackend(Map.copyOf(known), Set.copyOf(left), inFlight);
    }

    /** All sessions that were owed are in the action. */
    SentBackend sent(SetBackend action) {
        Map<String, Boolean> told = new TreeMap<>(up);
        action.servers().up().forEach(server -> told.put(server, true));
        action.servers().down().forEach(server -> told.put(server, false));
        List<SetBackend> flying = new ArrayList<>(inFlight);
        if (!action.withheld()) {
            flying.add(action);
        }
        int from = Math.max(0, flying.size() - MOST_IN_FLIGHT);
        return new SentBackend(Map.copyOf(told), Set.of(), List.copyOf(flying.subList(from, flying.size())));
    }

    SentBackend landed(SetBackend action) {
        return new SentBackend(
                up, owed, inFlight.stream().filter(a -> !a.equals(action)).toList());
    }
}
