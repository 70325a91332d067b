package io.pgbaton.nodeagent.decide.archive;

import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveCause;

/**
 * A break of the archive, as it was told.
 *
 * @param segment the file that is not archived
 * @param since on the primary's clock, microseconds since the Unix epoch
 */
record Fault(ArchiveBreak kind, ArchiveCause cause, int code, String segment, String detail, long epoch, long since) {

    /** The same break, however far it went on. */
    boolean is(Fault other) {
        return kind == other.kind && cause == other.cause;
    }

    /** What makes it one break for all who hear of it (R8). */
    String anchor() {
        return epoch + "/" + segment + "/" + kind + "/" + cause;
    }
}
