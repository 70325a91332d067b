package io.pgbaton.backupagent.decide.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.ArchiveBroken;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissingWatchTest {
    private static final MissingWatch.Place PLACE = new MissingWatch.Place("demo", 2);
    private static final String SIX = "000000010000000000000006";
    private static final String EIGHT = "000000010000000000000008";

    @Test
    void whatNoBackupCoversIsToldOnceAllInOneWithWhatItBreaks() {
        List<MissingWal> found =
                List.of(missing(SIX, false), missing(EIGHT, false, "B"), missing("0".repeat(24), true));
        ArchiveBroken told = MissingWatch.judge(PLACE, Optional.empty(), found).orElseThrow();
        assertEquals("demo", told.getStanza());
        assertEquals(2, told.getRepo());
        assertEquals(SIX, told.getSegment());
        assertEquals(EIGHT, told.getLastSegment());
        assertEquals(2, told.getMissingFiles());
        assertTrue(told.getDetail().endsWith("cannot be restored: B"), told.getDetail());
        assertTrue(told.getNextStep().contains("pgbaton backup now"), told.getNextStep());
        assertEquals(Optional.empty(), MissingWatch.judge(PLACE, Optional.of(told), found));
    }

    @Test
    void otherFilesAreToldAnew() {
        ArchiveBroken told = told(missing(SIX, false));
        ArchiveBroken anew = MissingWatch.judge(PLACE, Optional.of(told), List.of(missing(EIGHT, false)))
                .orElseThrow();
        assertEquals(EIGHT, anew.getSegment());
    }

    @Test
    void itIsOverOnceABackupCoversItOrNothingIsMissing() {
        Optional<ArchiveBroken> told = Optional.of(told(missing(SIX, false)));
        ArchiveBroken covered =
                MissingWatch.judge(PLACE, told, List.of(missing(SIX, true))).orElseThrow();
        assertTrue(covered.getEnded());
        assertEquals("a backup was begun after what is missing", covered.getDetail());
        assertEquals(
                "nothing is missing now",
                MissingWatch.judge(PLACE, told, List.of()).orElseThrow().getDetail());
        assertEquals(Optional.empty(), MissingWatch.judge(PLACE, Optional.empty(), List.of(missing(SIX, true))));
    }

    private static ArchiveBroken told(MissingWal one) {
        return MissingWatch.judge(PLACE, Optional.empty(), List.of(one)).orElseThrow();
    }

    private static MissingWal missing(String segment, boolean covered, String... broken) {
        return new MissingWal(segment, segment, 1, Optional.empty(), covered, List.of(broken), List.of());
    }
}
