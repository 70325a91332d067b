package io.pgbaton.runtime.command;

import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.bus.TopicSlice;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.journal.Recovered;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * R8 over restarts: which commands an earlier life of this agent took in, and where it stopped reading. Kept in the journal;
 * while its disk is away this life begins at the end of the topic, and acts by itself where a command was missed (R7).
 */
public final class TakenCommands {
    private final Set<String> earlier;
    private final StartAt start;
    private final Note note;

    /** {@link DurableJournal#remember}. */
    @FunctionalInterface
    public interface Note {
        void remember(String commandId, int partition, long offset);
    }

    /** @param next by partition, the next command to read */
    public TakenCommands(Set<String> earlier, Map<Integer, Long> next, Note note) {
        this.earlier = Set.copyOf(earlier);
        this.start = StartAt.places(next.entrySet().stream()
                .collect(Collectors.toMap(one -> new TopicSlice(Topic.COMMANDS, one.getKey()), Map.Entry::getValue)));
        this.note = note;
    }

    public static TakenCommands in(DurableJournal journal) {
        return new TakenCommands(
                journal.recovered().map(Recovered::commands).orElse(Set.of()),
                journal.recovered().map(Recovered::offsets).orElse(Map.of()),
                journal::remember);
    }

    public StartAt start() {
        return start;
    }

    /** Whether an earlier life took it in. What this life took in is known to the machines themselves. */
    public boolean wasTaken(String commandId) {
        return earlier.contains(commandId);
    }

    /** From now on it is not read again. */
    public void took(Delivery command) {
        note.remember(command.record().id(), command.partition(), command.offset());
    }

    /** It was for another node. */
    public void passedOver(Delivery command) {
        note.remember("", command.partition(), command.offset());
    }

    /**
     * What was there before this agent read for the first time is not its business; what comes from now on is, also when it
     * is restarted before it has heard anything. In an empty partition the last one there was has the offset -1.
     */
    public void beginAt(Map<TopicSlice, Long> ends) {
        ends.forEach((slice, end) -> {
            if (slice.topic() == Topic.COMMANDS && !start.places().containsKey(slice)) {
                note.remember("", slice.partition(), end - 1);
            }
        });
    }
}
