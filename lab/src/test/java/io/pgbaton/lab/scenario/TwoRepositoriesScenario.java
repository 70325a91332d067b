package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One stanza in two repositories, and another stanza beside it: what is in one of them, and what it lacks, is not the other's. */
@Tag("lab")
class TwoRepositoriesScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void eachHasItsBackupsItsWalAndItsGaps() throws IOException {
        try (OwnLab own = OwnLab.up("tr", LabOptions.quick().withSpares())) {
            Lab lab = own.lab();
            Path second = SecondRepository.add(lab);
            String ofSecond = isMade(lab, 2);
            String ofFirst = isMade(lab, 1);
            assertEquals(1, planned(lab, "--end").getInteger("repo"));
            JsonObject plan = planned(lab, "--end", "--set", ofSecond);
            assertEquals(2, plan.getInteger("repo"));
            assertEquals(ofSecond, plan.getString("set"));

            ArchiveStory story = new ArchiveStory(lab);
            String segment = ArchiveStory.segment(lab.host(lab.leader()));
            ArchiveStory.makeWal(lab.host(lab.leader()));
            lab.backups().run("check");
            ArchiveStory.deleteFrom(second, segment);
            ArchiveBroken broken = story.missing(segment);
            assertEquals(2, broken.getRepo());

            Shell.Result told = restore(lab, "--end", "--set", ofSecond);
            assertEquals(6, told.exit(), told::toString);
            assertTrue(
                    told.err().contains("the archive lacks WAL " + segment + " after backup " + ofSecond),
                    told::toString);
            assertEquals(ofFirst, planned(lab, "--end").getString("set"), "nothing is missing there");
            assertFalse(
                    story.told().stream().anyMatch(one -> one.getRepo() == 1), "the first repository lacks nothing");
        }
    }

    /** @return its label */
    private static String isMade(Lab lab, int repo) {
        Shell.Result made = CommandLine.run(
                lab,
                "backup",
                "now",
                Scope.MAIN.path(),
                "--type",
                "full",
                "--repo",
                Integer.toString(repo),
                "--follow",
                "-o",
                "json");
        assertEquals(0, made.exit(), made::toString);
        return Await.value("the backup in the list", BOUND, () -> BackupByHand.list(lab).stream()
                .filter(backup -> backup.getInteger("repo") == repo)
                .map(backup -> backup.getString("label"))
                .reduce((older, newer) -> newer));
    }

    private static JsonObject planned(Lab lab, String... options) {
        return new JsonObject(restore(lab, options).orFail());
    }

    /** Nothing of it is done. */
    private static Shell.Result restore(Lab lab, String... options) {
        List<String> words = new ArrayList<>(List.of("restore", "cluster", "--from", Scope.MAIN.path()));
        words.addAll(List.of("--to", Scope.RESTORED.path(), "--nodes", "n4", "--dry-run", "-o", "json"));
        words.addAll(List.of(options));
        return CommandLine.run(lab, words.toArray(String[]::new));
    }
}
