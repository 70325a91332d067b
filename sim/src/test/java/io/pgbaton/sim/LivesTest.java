package io.pgbaton.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pgbaton.sim.agent.Adapters;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The rules of safety, over a budget of random lives. {@code -Dpgbaton.seeds=N} lives more of them. */
class LivesTest {
    private static final long SEEDS = Long.getLong("pgbaton.seeds", 3000);

    @Test
    void everyLifeOfTheBudgetKeepsEveryRule() {
        List<String> broken = LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(seed -> Life.live(seed, Adapters.REAL))
                .filter(life -> life.broken().isPresent())
                .limit(3)
                .map(Life.Result::report)
                .toList();
        assertEquals(List.of(), broken, () -> String.join("\n\n", broken));
    }

    @Test
    void oneSeedIsOneLife() {
        for (long seed = 1; seed <= 20; seed++) {
            Life.Result first = Life.live(seed, Adapters.REAL);
            Life.Result again = Life.told(seed, Adapters.REAL);
            assertEquals(first.trace().hash(), again.trace().hash(), "seed " + seed + " lived two different lives");
            assertEquals(first.events(), again.events());
        }
    }

    @Test
    void anotherSeedIsAnotherLife() {
        assertNotEquals(
                Life.live(1, Adapters.REAL).trace().hash(),
                Life.live(2, Adapters.REAL).trace().hash());
    }
}
