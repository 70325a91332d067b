package io.pgbaton.nodeagent.decide.archive;

import java.util.OptionalInt;

/**
 * What the primary says of its archiving. Times are of its own clock, microseconds since the Unix epoch, 0 for never.
 *
 * @param on {@code archive_mode}
 * @param configured there is a command or a library that archives
 * @param archived the last file that was; of one that pgBackRest dropped PostgreSQL says the same
 * @param failed the last file that was not, empty for none
 * @param position up to which WAL is written, bytes from its beginning
 * @param segment size of one WAL file in bytes
 * @param waiting files that are complete and not archived; empty when this role may not look into their folder
 */
public record ArchiveReading(
        boolean on,
        boolean configured,
        String archived,
        long archivedAt,
        String failed,
        long failedAt,
        long now,
        int timeline,
        long position,
        int segment,
        OptionalInt waiting) {

    /** The archiver's last try failed, and it tries again. */
    boolean failing() {
        return failedAt > archivedAt;
    }
}
