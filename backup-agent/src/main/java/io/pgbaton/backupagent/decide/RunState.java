package io.pgbaton.backupagent.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One lane.
 *
 * @param waiting behind the one at work, in the order of their coming; those of an earlier life are there already
 * @param known ids of the last commands, the oldest first
 * @param serial of the last attempt
 */
public record RunState(Optional<Current> current, List<Turn> waiting, List<String> known, long serial) {
    /** A day of commands, and many times what comes twice. */
    private static final int MOST_KNOWN = 256;

    public static final RunState IDLE = new RunState(Optional.empty(), List.of(), List.of(), 0);

    /** @param found runs already, from an earlier life */
    public record Turn(Attempt attempt, boolean found) {}

    public RunState {
        waiting = List.copyOf(waiting);
        known = List.copyOf(known);
    }

    boolean knows(String id) {
        return known.contains(id);
    }

    RunState knowing(String id) {
        List<String> more = new ArrayList<>(known);
        more.add(id);
        return new RunState(current, waiting, more.subList(Math.max(0, more.size() - MOST_KNOWN), more.size()), serial);
    }

    RunState with(Current now) {
        return new RunState(Optional.of(now), waiting, known, now.serial());
    }

    RunState idle() {
        return new RunState(Optional.empty(), waiting, known, serial);
    }

    RunState queued(Turn turn) {
        List<Turn> more = new ArrayList<>(waiting);
        more.add(turn);
        return new RunState(current, more, known, serial);
    }

    RunState withoutFirst() {
        return new RunState(current, waiting.subList(1, waiting.size()), known, serial);
    }
}
