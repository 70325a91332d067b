package io.pgbaton.runtime.journal;

import io.pgbaton.proto.v1.RememberedCommand;
import io.pgbaton.runtime.bus.Numbers;
import io.pgbaton.runtime.bus.Numbers.Last;
import io.pgbaton.runtime.bus.Numbers.Series;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is not on disk yet and should be. Used on one context. */
final class Unwritten {
    private final Deque<Held> records = new ArrayDeque<>();
    private final Deque<RememberedCommand> commands = new ArrayDeque<>();

    /** The disk may not know the last numbers: some records came to the bus without ever being on it. */
    private boolean wentPast;

    void add(Held held) {
        records.add(held);
    }

    /** The oldest is forgotten where the log would forget it too. */
    void add(RememberedCommand command) {
        commands.add(command);
        if (commands.size() > JournalState.MOST_COMMANDS) {
            commands.poll();
        }
    }

    /** Forgets what is on the bus: a disk that is away for long must not keep it in memory. */
    void purge() {
        wentPast |= records.removeIf(Held::isSettled);
    }

    /** The last numbers are to be written although the disk may know them. */
    void prove() {
        wentPast = true;
    }

    void clear() {
        records.clear();
        commands.clear();
    }

    /**
     * @param numbers written along when records went past, but not before all others are: a number that the log
     *     knows is never given again, so it must not be ahead of what a crash would lose
     */
    Errand gather(boolean mayWrite, Numbers numbers, Optional<Errand.Mark> settled, Span read) {
        if (!mayWrite) {
            return new Errand(List.of(), List.of(), Map.of(), settled, read);
        }
        List<Held> write = new ArrayList<>();
        while (!records.isEmpty() && write.size() < Errand.MOST_WRITES) {
            write.add(records.poll());
        }
        Map<Series, Last> last = wentPast && records.isEmpty() ? numbers.lastOfEach() : Map.of();
        wentPast &= last.isEmpty();
        List<RememberedCommand> remember = List.copyOf(commands);
        commands.clear();
        return new Errand(write, remember, last, settled, read);
    }

    /** What did not become durable is to be written again, in its order. */
    void written(Errand errand, Report report) {
        for (int i = errand.write().size() - 1; i >= 0; i--) {
            Held held = errand.write().get(i);
            long position = report.positions().get(i);
            if (position > 0 && position <= report.forced()) {
                held.durableAt(position);
            } else if (position < 0) {
                held.keepInMemory();
            } else if (held.isSettled()) {
                wentPast = true;
            } else {
                records.addFirst(held);
            }
        }
        if (report.failure().isPresent()) {
            wentPast |= !errand.numbers().isEmpty();
            List<RememberedCommand> again = new ArrayList<>(errand.commands());
            again.addAll(commands);
            commands.clear();
            again.forEach(this::add);
        }
    }
}
