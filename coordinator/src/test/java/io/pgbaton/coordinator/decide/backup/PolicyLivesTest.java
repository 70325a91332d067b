package io.pgbaton.coordinator.decide.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lives of a policy from seeds: handovers, WAL that is thrown away, pauses, takeovers (also by one who knows only what was described long ago), clocks that
 * jump, agents that fail, refuse, or say nothing. An agent does a command once, whoever repeats it.
 */
class PolicyLivesTest {
    private static final int LIVES = 60;
    private static final int STEPS = 400;
    private static final String DAILY = "0 1 * * *";
    private static final String HOURLY = "0 * * * *";

    @ParameterizedTest
    @EnumSource(AfterFailover.class)
    void whateverHappensBackupsAreMadeOnceAndNeverInTheWay(AfterFailover rule) {
        for (int seed = 1; seed <= LIVES; seed++) {
            new Life(rule, seed).live();
        }
    }

    private static final class Life {
        private final String name;
        private final Random chance;
        private final PolicyPlay play;
        private final Set<String> done = new HashSet<>();
        private final Map<String, Set<String>> attempts = new HashMap<>();
        private final Map<String, Integer> made = new HashMap<>();
        private final Map<BackupType, Span> repository = new EnumMap<>(BackupType.class);
        private int seen;
        private long busyAt;

        Life(AfterFailover rule, int seed) {
            name = rule + " seed " + seed;
            chance = new Random(seed);
            play = PolicyPlay.of(
                    PolicyPlay.policy(rule, Duration.ofHours(30), true, "diff=" + DAILY, "incr=" + HOURLY));
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                happen(chance.nextInt(100));
                check();
                play.after(Duration.ofSeconds(1 + chance.nextInt(600)));
                check();
                play.news(new News.Read(new Repository(play.now().wall(), repository, "")));
                check();
            }
            calm();
        }

        private void happen(int dice) {
            if (dice < 8) {
                play.handedOver = true;
                play.draining = dice < 4;
            } else if (dice < 20) {
                if (play.handedOver) {
                    play.handover(dice < 12, "0/6000060");
                }
            } else if (dice < 26) {
                play.obstacles = dice < 23 ? Set.of(RefusalReason.PAUSED) : Set.of(RefusalReason.FLAPPING);
            } else if (dice < 40) {
                play.obstacles = Set.of();
            } else if (dice < 46) {
                play.streaming = !play.streaming;
            } else if (dice < 50) {
                play.nodes = dice < 48 ? List.of() : List.of("bk1", "bk2");
            } else if (dice < 56) {
                play.takenOver();
            } else if (dice < 59) {
                play.takenOverByWhoKnowsLess();
            } else if (dice < 61) {
                play.jump(Duration.ofMinutes(chance.nextInt(240) - 120));
            } else if (dice < 64) {
                play.remember();
            } else if (dice < 67) {
                play.lose(LostWal.How.MISSING);
            }
        }

        private void check() {
            busyAt = play.handedOver ? play.now().nanos() : busyAt;
            while (seen < play.commands.size()) {
                PolicyAction.Command command = play.commands.get(seen++);
                assertTrue(!play.handedOver && play.obstacles.isEmpty() && play.streaming, name);
                assertTrue(play.now().nanos() - busyAt >= Duration.ofMinutes(1).toNanos(), name);
                assertTrue(play.nodes.contains(command.node()), name);
                answer(command.order());
            }
        }

        /** As an agent does: once an id; some of what was done is never told. */
        private void answer(Order order) {
            attempts.computeIfAbsent(order.anchor(), missing -> new HashSet<>()).add(order.command());
            assertTrue(attempts.get(order.anchor()).size() <= 3, name + ": " + order.anchor());
            if (!done.add(order.command())) {
                return;
            }
            int dice = chance.nextInt(10);
            if (dice < 2) {
                play.news(new News.NotMade(order.command(), "db-connect"));
            } else if (dice < 9) {
                make(order, dice < 8);
            }
        }

        private void make(Order order, boolean told) {
            Span span = new Span(play.now().wall(), play.now().wall().plusSeconds(1));
            repository.put(order.type(), span);
            assertEquals(1, made.merge(order.anchor(), 1, Integer::sum), name + ": " + order.anchor());
            if (told) {
                play.news(new News.Made(order.command(), order.type(), span));
            }
        }

        /** All is well for more than a day: whatever is due has been made. */
        private void calm() {
            if (play.handedOver) {
                play.handover(false, "0/6000060");
            }
            play.obstacles = Set.of();
            play.streaming = true;
            play.nodes = List.of("bk1");
            for (int i = 0; i < 30 * 12; i++) {
                play.after(Duration.ofMinutes(5));
                check();
                play.news(new News.Read(new Repository(play.now().wall(), repository, "")));
                check();
            }
            Instant due = Calendar.of(DAILY).last(play.now().wall().minus(Duration.ofHours(4)), ZoneOffset.UTC);
            boolean isMade =
                    !repository.get(BackupType.BACKUP_TYPE_DIFF).start().isBefore(due);
            boolean isGivenUp = attempts.getOrDefault("diff@" + due, Set.of()).size() == 3;
            assertTrue(isMade || isGivenUp, name + ": diff of " + due);
            assertTrue(play.state().change().isEmpty(), name + ": a change is still open");
        }
    }
}
