package io.pgbaton.backupagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pgbaton.backupagent.decide.upgrade.StanzaDatabase;
import io.pgbaton.backupagent.observe.StanzaInfo;
import io.pgbaton.proto.v1.BackupTask;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which backup a drill restores. */
class RepositoryLookTest {
    private final RepositoryLook look = new RepositoryLook("demo");

    @Test
    void theNewestThatIsOneUnlessAnotherIsNamed() throws IOException {
        look.read(new StanzaInfo(
                "ok",
                List.of(new StanzaDatabase(1, "15", "7")),
                List.of(backup("old", 1, 10, false), backup("new", 2, 20, false), backup("broken", 1, 30, true)),
                List.of(),
                Map.of()));
        assertEquals("new", look.choose(task().build()).label());
        assertEquals("old", look.choose(task().setRepo(1).build()).label());
        assertEquals("old", look.choose(task().setSet("old").build()).label());
        assertEquals("15", look.choose(task().build()).version());
        assertTells("stanza demo has no backup broken", task().setSet("broken"));
        assertTells(
                "stanza demo has no backup old in repository 2",
                task().setSet("old").setRepo(2));
    }

    @Test
    void whatIsNotKnownIsSaid() {
        look.lost("host-connect: no route");
        assertTells("stanza demo has no backup; what is there cannot be told now: host-connect: no route", task());
    }

    private void assertTells(String sentence, BackupTask.Builder task) {
        assertEquals(
                sentence,
                assertThrows(IOException.class, () -> look.choose(task.build())).getMessage());
    }

    private static BackupTask.Builder task() {
        return BackupTask.newBuilder().setStanza("demo");
    }

    private static StanzaInfo.Backup backup(String label, int repo, long stop, boolean error) {
        Instant time = Instant.ofEpochSecond(stop);
        return new StanzaInfo.Backup(label, "full", repo, time, time, 99, 99, error, "", "", "", 1, "", "");
    }
}
