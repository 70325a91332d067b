package io.pgbaton.coordinator.decide.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Lives of a restore from seeds: coordinators take over from each other, also one that knows only what was described a while ago
 * and hears again what came since; messages come twice, late, or not at all; agents die over their work, and steps fail and are resumed.
 */
class RestoreLivesTest {
    private static final int LIVES = 300;
    private static final int STEPS = 400;
    private static final List<String> OF_A_NEW_CLUSTER = List.of(
            "n4 RESTORE",
            "n4 START_MEMBER",
            "bk STANZA_CREATE",
            "bk CHECK",
            "bk BACKUP",
            "n5 RESTORE",
            "n5 START_MEMBER");
    private static final List<String> IN_PLACE = List.of(
            "n4 RESTORE",
            "n4 VERIFY_RESTORED",
            "n5 SET_MEMBER_ASIDE",
            "n4 SET_MEMBER_ASIDE",
            "CLEAN",
            "n4 START_MEMBER",
            "bk CHECK",
            "bk BACKUP",
            "n5 RESTORE",
            "n5 START_MEMBER");

    @Test
    void whateverHappensStepsFollowEachOtherAndTheClusterIsUpOnce() {
        for (int seed = 1; seed <= LIVES; seed++) {
            new Life(seed, OF_A_NEW_CLUSTER).live(RestorePlay.plan().build());
        }
    }

    @Test
    void whateverHappensAClusterThatGoesBackIsLookedAtThenStoppedThenCleanedThenStarted() {
        for (int seed = 1; seed <= LIVES; seed++) {
            Life life = new Life(seed, IN_PLACE);
            life.play.leader = "n4";
            life.play.patroni = new PatroniThere("n4", true, "77", Set.of("n4", "n5"));
            life.live(OwnClusterTest.inPlace().build());
        }
    }

    private static final class Life {
        private final String name;
        private final List<String> order;
        private final Random chance;
        private final RestorePlay play = new RestorePlay();
        private final Set<String> taken = new HashSet<>();
        private final Set<Integer> done = new HashSet<>();
        private final List<RestoreNews> said = new ArrayList<>();
        private RestoreState described = RestoreState.getDefaultInstance();
        private int heardAtDescription;
        private int seen;
        private int ends;

        Life(int seed, List<String> order) {
            this.order = order;
            name = "seed " + seed;
            chance = new Random(seed);
        }

        void live(RestorePlan plan) {
            play.asked(plan);
            describe();
            for (int step = 0; step < STEPS && ends == 0; step++) {
                agents();
                happen(chance.nextInt(100));
                if (play.text().hasFailure()) {
                    play.resumed(play.text().getId());
                    describe();
                }
                play.after(Duration.ofSeconds(1 + chance.nextInt(70)));
            }
            calm();
            assertEquals(order.size(), done.size(), name);
            // Whoever takes over may tell the end again: its id is the same.
            assertEquals(
                    1,
                    play.ended.stream()
                            .map(told -> told.type() + " " + told.attempt())
                            .distinct()
                            .count(),
                    name);
        }

        private void happen(int dice) {
            if (dice < 20) {
                describe();
            } else if (dice < 30) {
                takeOver();
            } else if (dice < 40 && !said.isEmpty()) {
                play.news(said.get(chance.nextInt(said.size())));
            } else if (dice < 44) {
                play.paused = !play.paused;
            }
        }

        /** What is described, and what was on the bus since, is all that the next one knows. */
        private void takeOver() {
            play.takenOver(described);
            play.replaying = true;
            List.copyOf(said.subList(heardAtDescription, said.size())).forEach(play::news);
            play.replaying = false;
            play.after(Duration.ofSeconds(1));
        }

        private void describe() {
            described = play.text();
            heardAtDescription = said.size();
        }

        /** An agent takes a command in once, whoever repeats it. */
        private void agents() {
            while (seen < play.commands.size()) {
                RestorePlay.Commanded command = play.commands.get(seen++);
                int step = order.indexOf(command.step());
                for (int before = 0; before < step; before++) {
                    assertTrue(done.contains(before), name + ": " + order.get(step) + " before " + order.get(before));
                }
                boolean lost = chance.nextInt(10) == 0;
                if (!lost && taken.add(command.id())) {
                    answer(command, step);
                }
            }
        }

        private void answer(RestorePlay.Commanded command, int step) {
            int dice = chance.nextInt(20);
            if (dice == 0) {
                say(new RestoreNews.Failed(command.id(), "db-connect", ""));
            } else if (dice == 1) {
                say(new RestoreNews.Unknown(command.id()));
            } else {
                done.add(step);
                say(new RestoreNews.Word(command.id()));
                say(
                        command.looks()
                                ? new RestoreNews.Checked(MemberChecked.newBuilder()
                                        .setCommandId(command.id())
                                        .build())
                                : new RestoreNews.Done(command.id()));
            }
        }

        private void say(RestoreNews news) {
            said.add(news);
            play.news(news);
            ends = play.ended.size();
        }

        private void calm() {
            play.paused = false;
            for (int step = 0; step < 200 && play.ended.isEmpty(); step++) {
                agents();
                if (play.text().hasFailure()) {
                    play.resumed(play.text().getId());
                }
                play.after(Duration.ofSeconds(61));
            }
        }
    }
}
