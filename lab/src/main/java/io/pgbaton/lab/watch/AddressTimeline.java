package io.pgbaton.lab.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who carried an address from when to when, computed from the events in the order in which the kernel sent them. */
public final class AddressTimeline {
    /** A time in which one host carried the address; until is empty while it still does. */
    public record Carry(String host, Instant from, Optional<Instant> until) {}

    /** A time in which two hosts carried the address at once; it may be too short for the clock, and is there all the same. */
    public record Overlap(String first, String second, Instant from, Duration length) {}

    private final List<AddressEvent> events;
    private final Instant now;

    /** Takes the events of one address in their order, and the end of what is still going on. */
    AddressTimeline(List<AddressEvent> events, Instant now) {
        this.events = List.copyOf(events);
        this.now = now;
    }

    public List<Carry> carries() {
        List<Carry> done = new ArrayList<>();
        Map<String, Instant> open = new LinkedHashMap<>();
        for (AddressEvent event : events) {
            if (event.added()) {
                open.putIfAbsent(event.host(), event.time());
            } else if (open.containsKey(event.host())) {
                done.add(new Carry(event.host(), open.remove(event.host()), Optional.of(event.time())));
            }
        }
        open.forEach((host, from) -> done.add(new Carry(host, from, Optional.empty())));
        return done;
    }

    /** The hosts that carry the address at the end. */
    public List<String> carriersNow() {
        return carries().stream()
                .filter(carry -> carry.until().isEmpty())
                .map(Carry::host)
                .toList();
    }

    /** Goes by the order of the events, not by their times: a delay of the reader hides no overlap. */
    public List<Overlap> overlaps() {
        List<Overlap> found = new ArrayList<>();
        Map<String, Instant> open = new LinkedHashMap<>();
        for (AddressEvent event : events) {
            if (event.added()) {
                open.putIfAbsent(event.host(), event.time());
            } else if (open.containsKey(event.host())) {
                close(event.host(), event.time(), open, found);
            }
        }
        List.copyOf(open.keySet()).forEach(host -> close(host, now, open, found));
        return found;
    }

    private static void close(String host, Instant end, Map<String, Instant> open, List<Overlap> found) {
        Instant from = open.remove(host);
        open.forEach((other, otherFrom) -> {
            Instant start = otherFrom.isAfter(from) ? otherFrom : from;
            String first = start.equals(otherFrom) ? host : other;
            String second = first.equals(host) ? other : host;
            found.add(new Overlap(first, second, start, Duration.between(start, end)));
        });
    }

    /**
     * The claims of hosts whose time was over, or had not come: hosts may claim only in the order in which they carried.
     * Two programs saw events and claims, so only their orders are compared, never their times.
     */
    public List<Claim> outOfTurn(List<Claim> claims) {
        List<String> turns = carries().stream()
                .sorted(Comparator.comparing(Carry::from))
                .map(Carry::host)
                .toList();
        List<Claim> strange = new ArrayList<>();
        int turn = 0;
        for (Claim claim : claims) {
            int its = turn + turns.subList(turn, turns.size()).indexOf(claim.host());
            if (its < turn) {
                strange.add(claim);
            } else {
                turn = its;
            }
        }
        return strange;
    }

    /** The longest overlap; zero when there was none, or only one that the clock cannot tell. */
    public Duration longestOverlap() {
        return overlaps().stream().map(Overlap::length).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
