package io.pgbaton.runtime.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.JournalRecord;
import io.pgbaton.proto.v1.JournalSettled;
import io.pgbaton.proto.v1.ReadOffset;
import io.pgbaton.proto.v1.RememberedCommand;
import io.pgbaton.proto.v1.SourceState;
import io.pgbaton.runtime.bus.Numbers.Last;
import io.pgbaton.runtime.bus.Numbers.Series;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all records of the log together say, so that each of them may be deleted once it is settled. Not thread-safe. */
final class JournalState {
    /** Commands without an epoch expire within minutes (R8); this is hours of the busiest fleet. */
    static final int MOST_COMMANDS = 4096;

    private final Map<Series, SourceState> sources = new LinkedHashMap<>();
    private final Map<String, RememberedCommand> commands = new LinkedHashMap<>();
    private final Map<Integer, Long> offsets = new TreeMap<>();
    private final OpenIntents intents = new OpenIntents();
    private long settled;
    private long outstanding;

    /** @throws InvalidProtocolBufferException when a whole record holds what no version of ours has written */
    void apply(Frame frame) throws InvalidProtocolBufferException {
        switch (frame.kind()) {
            case RECORD -> {
                JournalRecord record = JournalRecord.parseFrom(frame.payload());
                outstanding++;
                number(new Series(record.getSource(), record.getTopic()), record.getSequence(), record.getHash());
                intents.apply(record);
            }
            case REMEMBERED -> remember(RememberedCommand.parseFrom(frame.payload()));
            case SETTLED -> settle(JournalSettled.parseFrom(frame.payload()));
            case STATE -> merge(io.pgbaton.proto.v1.JournalState.parseFrom(frame.payload()));
        }
    }

    /** Also of records that never came to the disk. Numbers never go back. */
    void number(Series series, Last last) {
        number(series, last.sequence(), ChainBytes.of(last.chain()));
    }

    private void number(Series series, long sequence, ByteString hash) {
        SourceState before = sources.get(series);
        if (before == null || before.getLastSequence() < sequence) {
            sources.put(
                    series,
                    SourceState.newBuilder()
                            .setSource(series.source())
                            .setTopic(series.topic())
                            .setLastSequence(sequence)
                            .setLastHash(hash)
                            .build());
        }
    }

    ByteString snapshot() {
        io.pgbaton.proto.v1.JournalState.Builder all = io.pgbaton.proto.v1.JournalState.newBuilder()
                .addAllSources(sources.values())
                .addAllCommands(commands.values())
                .addAllOpenIntents(intents.all())
                .setSettled(settled)
                .setOutstanding(outstanding);
        offsets.forEach((partition, offset) ->
                all.addOffsets(ReadOffset.newBuilder().setPartition(partition).setOffset(offset)));
        return all.build().toByteString();
    }

    long settled() {
        return settled;
    }

    Recovered recovered(long last) {
        Map<Series, Last> numbers = new HashMap<>();
        sources.forEach((series, state) ->
                numbers.put(series, new Last(state.getLastSequence(), ChainBytes.toHex(state.getLastHash()))));
        List<BusRecord> open = intents.all().stream()
                .flatMap(intent -> RecordCodec.decode(intent.toByteString()).stream())
                .map(kept -> kept.numbered().record())
                .toList();
        return new Recovered(new Span(settled + 1, last), outstanding, numbers, commands.keySet(), offsets, open);
    }

    private void remember(RememberedCommand command) {
        if (!command.getCommandId().isEmpty()) {
            commands.remove(command.getCommandId());
            commands.put(command.getCommandId(), command);
        }
        offsets.merge(command.getPartition(), command.getOffset() + 1, Math::max);
        if (commands.size() > MOST_COMMANDS) {
            commands.remove(commands.keySet().iterator().next());
        }
    }

    private void settle(JournalSettled mark) {
        settled = mark.getSettled();
        outstanding = mark.getOutstanding();
    }

    /** On top of what is known: after a damaged record something may be here that the snapshot has, and the reverse. */
    private void merge(io.pgbaton.proto.v1.JournalState state) throws InvalidProtocolBufferException {
        state.getSourcesList()
                .forEach(source -> number(
                        new Series(source.getSource(), source.getTopic()),
                        source.getLastSequence(),
                        source.getLastHash()));
        state.getCommandsList().forEach(this::remember);
        state.getOffsetsList().forEach(read -> offsets.merge(read.getPartition(), read.getOffset(), Math::max));
        for (JournalRecord intent : state.getOpenIntentsList()) {
            intents.apply(intent);
        }
        settled = Math.max(settled, state.getSettled());
        outstanding = state.getOutstanding();
    }
}
