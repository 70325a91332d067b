package io.pgbaton.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.agent.Adapters.Habit;
import io.pgbaton.sim.script.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A simulator that never finds anything proves nothing: the agent loses one guard, and a seed has to notice. Which did, and
 * after how long, is written to target/sabotage.md.
 */
class SabotageTest {
    private static final int BUDGET = 20_000;
    private static final List<String> NOTICED = new ArrayList<>();

    static List<Guard> guards() {
        return Stream.concat(Guard.all().stream(), RouteGuards.all().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("guards")
    void aSeedNoticesTheLossOf(Guard guard) {
        long began = System.nanoTime();
        Set<String> others = new TreeSet<>();
        long lives = 0;
        for (PrimitiveIterator.OfLong seeds = seeds(guard); seeds.hasNext(); ) {
            long seed = seeds.nextLong();
            lives++;
            String rule = Life.live(seed, guard.withoutIt().get()).rule();
            if (guard.rules().contains(rule)) {
                noticed(guard.name(), rule, "seed " + seed, lives, began);
                return;
            }
            others.add(rule);
        }
        fail("no seed up to " + BUDGET + " noticed a breach of one of " + guard.rules() + ", only of " + others);
    }

    private static PrimitiveIterator.OfLong seeds(Guard guard) {
        return LongStream.concat(LongStream.of(guard.first()), LongStream.rangeClosed(1, BUDGET))
                .iterator();
    }

    /** Too rare for a budget of random lives: the loss is noticed in the life that needs the guard. */
    static List<Arguments> rareGuards() {
        return List.of(
                arguments("takings that nobody saw count", "key-deleted-twice-unseen", Guard.ignoringTakings()),
                arguments(
                        "the holder of before a restore is waited for",
                        "etcd-restored",
                        Guard.notWaitingAfterRestore()),
                arguments(
                        "a lifetime is checked after the call",
                        "agent-frozen-between-confirmation-and-refresh",
                        Adapters.REAL.without(Habit.CHECKS_CALLS)));
    }

    @ParameterizedTest
    @MethodSource("rareGuards")
    void aWrittenLifeNoticesTheLossOf(String guard, String scenario, Adapters withoutIt) throws IOException {
        long began = System.nanoTime();
        String life = Files.readString(Path.of("src/test/resources/scenarios/" + scenario + ".txt"));
        String played = Scenario.play(life, withoutIt);
        assertTrue(played.contains("BROKEN R1: "), played);
        noticed(guard, "R1", "scenario " + scenario, 1, began);
    }

    private static void noticed(String guard, String rule, String where, long lives, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        NOTICED.add(String.format(Locale.ROOT, "| %s | %s | %s | %d, %.1f s |", guard, rule, where, lives, seconds));
    }

    @AfterAll
    static void report() throws IOException {
        StringBuilder table = new StringBuilder(
                "| guard removed | rule broken | noticed by | time to red: lives, seconds |\n| --- | --- | --- | --- |\n");
        NOTICED.forEach(row -> table.append(row).append('\n'));
        Files.writeString(Path.of("target/sabotage.md"), table);
    }
}
