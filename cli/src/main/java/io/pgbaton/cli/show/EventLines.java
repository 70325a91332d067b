package io.pgbaton.cli.show;

import io.pgbaton.cli.sentence.Sentences;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import java.time.LocalDate;

/**
 * One line for each record: when, how long after its handover began, what, and a sentence.
 *
 * <pre>19:03:12.468   +0.123 s  leader.acquired       n1 is the leader now (epoch 812, before it n3)</pre>
 */
public final class EventLines {
    private final Terminal terminal;
    private final boolean withScope;
    private final HandoverClock clock = new HandoverClock();
    private LocalDate day;

    /** @param withScope where records of more than one scope can come */
    public EventLines(Terminal terminal, boolean withScope) {
        this.terminal = terminal;
        this.withScope = withScope;
        this.day = LocalDate.now(terminal.zone());
    }

    public void print(BusRecord record) {
        LocalDate today = Times.day(record.time(), terminal.zone());
        if (!today.equals(day)) {
            day = today;
            terminal.line(terminal.paint(Colour.DIM, "-- " + today + " --"));
        }
        terminal.line(line(record));
    }

    String line(BusRecord record) {
        Colour colour = colour(record.type());
        String offset = clock.offset(record).map(Times::offset).orElseGet(Times::noOffset);
        String scope = withScope ? String.format("%-16s  ", record.scope().key()) : "";
        return Times.clock(record.time(), terminal.zone()) + " " + terminal.paint(Colour.DIM, offset) + "  " + scope
                + terminal.paint(colour, String.format("%-20s", record.type().noun())) + "  "
                + Sentences.of(record);
    }

    private static Colour colour(EventType type) {
        return switch (type) {
            case LEADER_OVERWRITTEN,
                    PRIMARY_ORPHANED,
                    TIMELINE_FORKED,
                    ADDRESS_CONFLICTED,
                    HANDOVER_FAILED,
                    REHEARSAL_FAILED,
                    COMMITS_BLOCKED,
                    ARCHIVE_BROKEN,
                    MEMBER_BROKEN,
                    RESTORE_FAILED,
                    POISON_SKIPPED,
                    RECORDS_LOST -> Colour.ALARM;
            case LEADER_LOST, ADDRESS_EXPIRED, AGENT_SILENT, SOURCE_LOST, COMMAND_REFUSED, REFUSAL_RECORDED ->
                Colour.WARN;
            case HANDOVER_COMPLETED,
                    REHEARSAL_COMPLETED,
                    PRIMARY_WRITABLE,
                    COMMITS_PROVEN,
                    MEMBER_REBUILT,
                    BOOTSTRAP_COMPLETED -> Colour.GOOD;
            case HANDOVER_STARTED -> Colour.STRONG;
            default -> Colour.PLAIN;
        };
    }
}
