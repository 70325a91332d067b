package io.pgbaton.lab.writer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterJournalTest {
    @TempDir
    Path work;

    @Test
    void whatWasAcknowledgedIsReadBack() throws IOException {
        WriterJournal journal = journal();
        journal.acknowledged(1, "n1");
        journal.acknowledged(3, "n2");
        WriterReport report = report();
        assertArrayEquals(new long[] {1, 3}, report.acknowledgedIds().toArray());
        assertEquals(2, report.count());
        assertEquals("n2", report.lastServer());
        assertTrue(report.lastMillis() > 0);
    }

    @Test
    void aRestartedWriterNeverUsesAnIdAgainAndGoesOnCounting() throws IOException {
        journal().acknowledged(7, "n1");
        WriterJournal restarted = journal();
        assertTrue(restarted.lastAcknowledged() > 7 + 1000, "rows may have been sent without an answer");
        restarted.acknowledged(restarted.lastAcknowledged() + 1, "n1");
        assertEquals(2, report().count());
    }

    @Test
    void aLineThatIsStillBeingWrittenDoesNotCount() throws IOException {
        journal().acknowledged(1, "n1");
        Files.writeString(folder().resolve("address.acked"), "2 17", StandardOpenOption.APPEND);
        assertEquals(1, report().count());
        assertArrayEquals(new long[] {1}, report().acknowledgedIds().toArray());
    }

    @Test
    void withoutAWriterThereIsNothingToReport() {
        assertEquals(0, report().count());
        assertEquals(0, report().lastMillis());
        assertTrue(report().outages().isEmpty());
    }

    private WriterJournal journal() throws IOException {
        Files.createDirectories(folder());
        return new WriterJournal(folder(), WritePath.ADDRESS);
    }

    private Path folder() {
        return WriterHost.folder(layout());
    }

    private WriterReport report() {
        return new WriterReport(layout(), WritePath.ADDRESS);
    }

    private Layout layout() {
        return new Layout("demo", Path.of("."), work);
    }
}
