package io.pgbaton.backupagent.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
    @TempDir
    Path folder;

    @Test
    void theErrorCountsAndNotWhatPgBackRestSaysAfterIt() throws IOException {
        assertEquals(
                "[056]: unable to find primary cluster - cannot proceed HINT: are all available clusters in recovery?",
                words(
                        """
                        2026-11-20 17:22:34.223 P00   INFO: backup command begin 2.45: --stanza=demo
                        2026-11-20 17:22:34.300 P00   WARN: unable to check pg1
                        2026-11-20 17:22:35.000 P00  ERROR: [056]: unable to find primary cluster - cannot proceed
                                                            HINT: are all available clusters in recovery?
                        2026-11-20 17:22:35.001 P00   INFO: backup command end: aborted with exception [056]
                        """));
        assertEquals("[055]: no stanza", words("ERROR: [055]: no stanza\n"));
    }

    @Test
    void withoutAnErrorItIsTheLastLineAndWithoutAFileNothing() throws IOException {
        assertEquals("b", words("a\nb\n\n"));
        assertEquals("", LastWords.in(folder.resolve("nothing")));
    }

    private String words(String text) throws IOException {
        return LastWords.in(Files.writeString(folder.resolve("output"), text));
    }
}
