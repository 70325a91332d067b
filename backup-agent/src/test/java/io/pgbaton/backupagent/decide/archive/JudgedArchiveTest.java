package io.pgbaton.backupagent.decide.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgedArchiveTest {
    private static final Instant LISTED = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT15M, PT2H59M, true",
        "PT15M, PT3H, false",
        "PT10S, PT2H59M, true",
        "P1D, PT95H, true",
        "P1D, PT96H, false",
    })
    void whatNoLaterListConfirmsIsNotKnownForEver(Duration every, Duration later, boolean known) {
        JudgedArchive judged = new JudgedArchive(LISTED, List.of());
        assertEquals(known, judged.isKnown(LISTED.plus(later), JudgedArchive.fresh(every)));
    }
}
