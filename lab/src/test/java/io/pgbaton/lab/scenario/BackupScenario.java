package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.Scope;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The repository host of the lab, with commands given to pgbackrest as a backup agent gives them. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class BackupScenario {
    @Test
    void theLeaderArchivesAndIsBackedUpByEveryKindOfBackup(Lab lab) {
        lab.backups().run("check");
        for (String type : List.of("full", "diff", "incr")) {
            String lines = lab.backups().run("backup", "--type", type).read("lines");
            assertTrue(lines.contains(" progress percent=100.00 "), lines);
            assertTrue(lines.endsWith(" ended code=0 name=ok\n"), lines);
        }

        // The newest: of those before, retention removes the oldest.
        List<JsonObject> ours = last(lab, 3).toList();
        assertEquals(
                List.of("full", "diff", "incr"),
                ours.stream().map(backup -> backup.getString("type")).toList());
        assertTrue(ours.stream().noneMatch(backup -> backup.getBoolean("error")), ours::toString);
    }

    @Test
    void afterASwitchoverTheNewLeaderIsArchivedAndBackedUpWithoutAnyChange(Lab lab) {
        lab.backups().run("backup", "--type", "full");
        String old = lab.leader();
        lab.switchover(Scope.MAIN, old, Aftermath.replica(lab).name());
        lab.leader();

        lab.backups().run("check");
        String said = lab.backups().run("backup", "--type", "incr").read("lines");

        assertTrue(said.contains(" warned a timeline switch has occurred since the "), said);
        assertEquals(
                List.of("full", "incr"),
                last(lab, 2).map(backup -> backup.getString("type")).toList());
    }

    private static Stream<JsonObject> last(Lab lab, int count) {
        List<JsonObject> backups = lab.backups().list();
        return backups.subList(backups.size() - count, backups.size()).stream();
    }
}
