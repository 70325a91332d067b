package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.ArchiveCause;
import java.util.Map;
import java.util.function.Function;

/** What becomes of the WAL that a primary archives. */
public final class ArchiveSentences {
    private ArchiveSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.ARCHIVE_BROKEN, one -> told(one.data(ArchiveBroken.class)));
    }

    /** With what to do about it. */
    public static String told(ArchiveBroken broken) {
        String who = broken.getMember();
        if (broken.getEnded()) {
            return (broken.getKind() == ArchiveBreak.ARCHIVE_MISSING ? repository(broken) : "the archive of " + who)
                    + " is broken no more" + Words.because(broken.getDetail());
        }
        return switch (broken.getKind()) {
            case ARCHIVE_DROPPED -> who + " threw WAL away, from " + broken.getSegment() + " on" + more(broken);
            case ARCHIVE_MISSING ->
                repository(broken) + " lacks WAL "
                        + WalSpan.of(broken.getSegment(), broken.getLastSegment(), broken.getMissingFiles())
                        + more(broken);
            case ARCHIVE_STUCK -> who + " archives no WAL after " + broken.getSegment() + more(broken);
            default ->
                who + " cannot archive " + (broken.getSegment().isEmpty() ? "WAL" : broken.getSegment())
                        + Words.aside(cause(broken)) + more(broken);
        };
    }

    private static String repository(ArchiveBroken broken) {
        return "the archive of stanza " + broken.getStanza() + " in repository " + broken.getRepo();
    }

    private static String cause(ArchiveBroken broken) {
        return switch (broken.getCause()) {
            case ARCHIVE_CAUSE_UNSPECIFIED -> "nobody said why";
            case ARCHIVE_CAUSE_NO_COMMAND -> "no archive_command";
            default -> String.format("%03d", broken.getCode());
        };
    }

    private static String more(ArchiveBroken broken) {
        boolean said = !broken.getDetail().isEmpty() && broken.getCause() != ArchiveCause.ARCHIVE_CAUSE_NO_COMMAND;
        String waiting = broken.getGapFiles() > 0 ? "; " + broken.getGapFiles() + " files wait" : "";
        return (said ? ": " + broken.getDetail() : "") + waiting + "; " + broken.getNextStep();
    }
}
