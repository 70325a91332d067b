package io.pgbaton.lab.chaos.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The sequence of faults that belongs to a seed: the same seed, the same sequence. Kinds are drawn from a shuffled deck
 * in which each is once, so that a long run has of each about as many as of any other.
 */
public final class Planner {
    private static final int SHORTEST_QUIET = 4_000;
    private static final int LONGEST_QUIET = 9_000;

    /** One step in this many has a second fault that begins while the first goes on. */
    private static final int PAIRED = 4;

    private final Random random;
    private final Deque<FaultKind> deck = new ArrayDeque<>();
    private int steps;

    public Planner(long seed) {
        this.random = new Random(seed);
    }

    /** The next step; there is always one. */
    public Step next() {
        steps++;
        FaultKind first = draw();
        PlannedFault one = fault(first, 0);
        List<PlannedFault> faults = new ArrayList<>(List.of(one));
        if (random.nextInt(PAIRED) == 0) {
            companion(first).ifPresent(kind -> faults.add(fault(kind, within(one))));
        }
        return new Step(steps, faults, Duration.ofMillis(between(SHORTEST_QUIET, LONGEST_QUIET)));
    }

    private FaultKind draw() {
        if (deck.isEmpty()) {
            List<FaultKind> kinds = new ArrayList<>(Arrays.asList(FaultKind.values()));
            Collections.shuffle(kinds, random);
            deck.addAll(kinds);
        }
        return deck.removeFirst();
    }

    /** From the deck too; the next in it that can go on at the same time. */
    private Optional<FaultKind> companion(FaultKind first) {
        Optional<FaultKind> found = deck.stream().filter(first::canGoWith).findFirst();
        found.ifPresent(deck::remove);
        return found;
    }

    private PlannedFault fault(FaultKind kind, int after) {
        List<Place> places = Place.of(kind);
        Place place = places.get(random.nextInt(places.size()));
        int length = between(kind.shortest(), kind.longest());
        return new PlannedFault(kind, place, Duration.ofMillis(after), Duration.ofMillis(length));
    }

    /** While the first goes on. */
    private int within(PlannedFault first) {
        return random.nextInt((int) first.length().toMillis());
    }

    private int between(int shortest, int longest) {
        return shortest + random.nextInt(longest - shortest + 1);
    }
}
