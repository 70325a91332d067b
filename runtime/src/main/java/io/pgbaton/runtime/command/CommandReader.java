package io.pgbaton.runtime.command;

import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.Poison;
import io.pgbaton.runtime.bus.Topics;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads what the fleet tells this agent, from the moment at which there are topics to read. Kafka may be away for as long as
 * it likes: the agent acts by itself then (R7), and says here why it hears nothing.
 */
public final class CommandReader {
    /** A reader that cannot read says so again every 5 s at the longest; three times that in silence and it reads. */
    private static final long FAULT_COUNTS = TimeUnit.SECONDS.toNanos(15);

    private final Topics topics;
    private final BusReader reader;
    private final TakenCommands taken;
    private boolean reading;
    private String fault = "";
    private long faultAt;

    /** On the event loop. */
    public CommandReader(Topics topics, BusReader reader, TakenCommands taken) {
        this.taken = taken;
        this.topics = topics;
        this.reader = reader;
    }

    /** Waits for nothing. On the event loop. */
    public void start(Consumer<Heard> records, Consumer<Poison> poison) {
        reader.handler(delivery -> records.accept(heard(delivery)))
                .poisonHandler(poison::accept)
                .faultHandler(this::failed);
        topics.ready().compose(ready -> reader.start()).onSuccess(begun -> {
            taken.beginAt(reader.endsAtStart());
            reading = true;
            fault = "";
        });
    }

    private Heard heard(Delivery delivery) {
        long end = reader.endsAtStart().getOrDefault(delivery.slice(), 0L);
        return new Heard(
                delivery,
                delivery.offset() < end,
                taken.wasTaken(delivery.record().id()));
    }

    /** Why no command is read now, and what to do about it; empty when they are read. On the event loop. */
    public Optional<String> obstacle() {
        boolean failing = !fault.isEmpty() && System.nanoTime() - faultAt < FAULT_COUNTS;
        if (reading && !failing) {
            return Optional.empty();
        }
        return Optional.of(topics.obstacle().orElse(fault.isEmpty() ? "the bus has not been read yet" : fault));
    }

    public Future<Void> close() {
        topics.close();
        return reader.close();
    }

    private void failed(Throwable cause) {
        fault = "the bus cannot be read (" + cause
                + "); check the broker, and the right of the user of bus.client to Read";
        faultAt = System.nanoTime();
    }
}
