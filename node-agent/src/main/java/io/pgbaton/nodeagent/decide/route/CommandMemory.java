package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteInput.CommandReceived;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * R8: an id acts once. Ids are forgotten with their epoch, because R3 refuses what comes later.
 *
 * @param done ids that were acted upon in this epoch, oldest first
 * @param waiting commands of an epoch that is not seen here yet
 */
record CommandMemory(long epoch, Set<String> done, List<CommandReceived> waiting) {
    /** A handover sends four commands to a proxy: room for many repeats, and a bound. */
    private static final int MOST_DONE = 128;

    static final int MOST_WAITING = 8;
    static final CommandMemory EMPTY = new CommandMemory(0, Set.of(), List.of());

    CommandMemory in(long newEpoch) {
        return newEpoch == epoch ? this : new CommandMemory(newEpoch, Set.of(), waiting);
    }

    CommandMemory did(String id) {
        Set<String> ids = new LinkedHashSet<>(done);
        ids.add(id);
        if (ids.size() > MOST_DONE) {
            ids.remove(ids.iterator().next());
        }
        return new CommandMemory(epoch, java.util.Collections.unmodifiableSet(ids), waiting);
    }

    CommandMemory withWaiting(List<CommandReceived> commands) {
        return new CommandMemory(epoch, done, List.copyOf(commands));
    }

    CommandMemory waitingFor(CommandReceived command) {
        List<CommandReceived> all = new ArrayList<>(waiting);
        all.add(command);
        return withWaiting(all);
    }

    boolean waits(String id) {
        return waiting.stream().anyMatch(command -> command.id().equals(id));
    }
}
