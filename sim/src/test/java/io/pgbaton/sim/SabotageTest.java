package io.pgbaton.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.pgbaton.sim.script.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A simulator that never finds anything proves nothing: the agent loses one guard, and a seed has to notice. Which did, and
 * after how long, is written to target/sabotage.md.
 */
class SabotageTest {
    private static final int BUDGET = 3000;
    private static final List<String> NOTICED = new ArrayList<>();

    static List<Guard> guards() {
        return Guard.all();
    }

    @ParameterizedTest
    @MethodSource("guards")
    void aSeedNoticesTheLossOf(Guard guard) {
        long began = System.nanoTime();
        Set<String> others = new TreeSet<>();
        for (long seed = 1; seed <= BUDGET; seed++) {
            String rule = Life.live(seed, guard.withoutIt().get()).rule();
            if (guard.rules().contains(rule)) {
                long millis = (System.nanoTime() - began) / 1_000_000;
                NOTICED.add("| " + guard + " | " + rule + " | " + seed + " | " + millis + " |");
                return;
            }
            others.add(rule);
        }
        fail("no seed up to " + BUDGET + " noticed a breach of one of " + guard.rules() + ", only of " + others);
    }

    @Test
    void theLifeInWhichItWasFoundNoticesThatTakingsNobodySawAreIgnored() throws IOException {
        String life = Files.readString(Path.of("src/test/resources/scenarios/key-deleted-twice-unseen.txt"));
        String played = Scenario.play(life, Guard.ignoringTakings());
        assertTrue(played.contains("BROKEN R1: "), played);
    }

    @AfterAll
    static void report() throws IOException {
        StringBuilder table =
                new StringBuilder("| guard removed | rule broken | seed | ms |\n| --- | --- | --- | --- |\n");
        NOTICED.forEach(row -> table.append(row).append('\n'));
        Files.writeString(Path.of("target/sabotage.md"), table);
    }
}
