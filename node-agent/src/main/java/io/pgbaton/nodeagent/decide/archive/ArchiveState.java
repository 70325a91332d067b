package io.pgbaton.nodeagent.decide.archive;

import java.util.List;
import java.util.Optional;

/**
 * What is known of the archiving of this member while it leads. Soft state.
 *
 * @param last answer of the primary; empty while this member does not lead
 * @param reached where the WAL that is archived ends, in bytes; 0 while that is not known
 * @param error the last one that pgBackRest told of since archiving went well, code 0 for none
 * @param failingSince the archiver has failed at each look since, 0 while it does not; CLOCK_BOOTTIME in nanoseconds
 * @param waitingSince nothing was archived and something waited since, likewise
 * @param told the break that was told and has not ended
 * @param dropped files that pgBackRest threw away in this reign
 * @param dropping at the last look there were more of them
 */
public record ArchiveState(
        String member,
        Optional<ArchiveReading> last,
        long reached,
        Said error,
        long failingSince,
        long waitingSince,
        Optional<Fault> told,
        List<String> dropped,
        boolean dropping) {

    /** So many names are remembered. */
    private static final int MOST = 1000;

    public ArchiveState {
        dropped = List.copyOf(dropped.size() > MOST ? dropped.subList(dropped.size() - MOST, dropped.size()) : dropped);
    }

    public static ArchiveState initial(String member) {
        return new ArchiveState(member, Optional.empty(), 0, Said.NOTHING, 0, 0, Optional.empty(), List.of(), false);
    }

    /** It fails or stands still. */
    public boolean broken() {
        return told.isPresent();
    }

    /** Whether there is an archive to be watched. */
    public boolean watched() {
        return last.filter(ArchiveReading::on).isPresent();
    }

    /** WAL that is written and not archived, in bytes; 0 while that is not known. */
    public long gapBytes() {
        long position = last.map(ArchiveReading::position).orElse(0L);
        return reached == 0 ? 0 : Math.max(0, position - reached);
    }

    /** Files that are complete and not archived. */
    public int gapFiles() {
        return last.map(reading -> reading.waiting().orElse((int) (gapBytes() / reading.segment())))
                .orElse(0);
    }

    /** How long it is since the last file was archived, in seconds; NaN when none was. */
    public double ageSeconds() {
        return last.filter(reading -> reading.archivedAt() > 0)
                .map(reading -> Math.max(0, reading.now() - reading.archivedAt()) / 1e6)
                .orElse(Double.NaN);
    }

    ArchiveState looked(ArchiveReading reading, Said said, long at) {
        boolean moved = last.map(ArchiveReading::archivedAt).orElse(0L) != reading.archivedAt();
        long end = WalName.end(reading.archived(), reading.segment()).orElse(0);
        ArchiveState next = new ArchiveState(
                member, Optional.of(reading), Math.max(reached, end), error, 0, 0, told, dropped, dropping);
        return new ArchiveState(
                member,
                next.last,
                next.reached,
                reading.failing() ? error.and(new Said(said.code(), said.error(), List.of())) : Said.NOTHING,
                reading.failing() ? first(failingSince, at) : 0,
                next.gapFiles() == 0 ? 0 : moved ? at : first(waitingSince, at),
                told,
                dropped,
                dropping);
    }

    ArchiveState told(Optional<Fault> fault) {
        return new ArchiveState(member, last, reached, error, failingSince, waitingSince, fault, dropped, dropping);
    }

    ArchiveState dropped(List<String> all, boolean more) {
        return new ArchiveState(member, last, reached, error, failingSince, waitingSince, told, all, more);
    }

    private static long first(long since, long at) {
        return since > 0 ? since : at;
    }
}
