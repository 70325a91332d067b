package io.pgbaton.backupagent.decide.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is known to be missing from one repository.
 *
 * @param listed when the list was begun that shows it
 */
public record JudgedArchive(Instant listed, List<MissingWal> missing) {
    private static final int MOST_LEFT_OUT = 4;
    /** Of an archive of years in object storage a list takes minutes; what takes longer hangs. */
    private static final Duration LONGEST_LIST = Duration.ofHours(3);

    public JudgedArchive {
        missing = List.copyOf(missing);
    }

    /**
     * How long it is known after that, when no later list comes to its end.
     *
     * @param every how often it is listed
     */
    public static Duration fresh(Duration every) {
        Duration some = every.multipliedBy(MOST_LEFT_OUT);
        return some.compareTo(LONGEST_LIST) > 0 ? some : LONGEST_LIST;
    }

    public boolean isKnown(Instant now, Duration fresh) {
        return listed.isAfter(now.minus(fresh));
    }
}
