package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.nodeagent.decide.inquiry.InquiryMachine;
import io.pgbaton.sim.agent.InquiryPort;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.Spans;

/**
 * R7 without a bus: an agent that was shown a leader on another node, whose Patroni it can ask, sends writes there within a
 * bound after that leader takes writes: the question that came too early and its answer, the pause after it, the question
 * after that, {@code autonomyAfter}, and what the steps of a busy machine may take. While any of this does not hold, and for
 * as long as a question into that silence lasts, the bound does not run.
 */
final class Findable {
    /** As {@link RouteAlone} allows for the one step, for each of the four: question, answer, timer, action. */
    private static final long ALLOWANCE = 4 * 50 * MILLIS;

    private final long autonomyAfter;
    private long epoch = -1;
    private long answersFrom = Long.MAX_VALUE;
    private long due = Long.MAX_VALUE;

    Findable(long autonomyAfter) {
        this.autonomyAfter = autonomyAfter;
    }

    /**
     * @param excused it has sent writes there in this epoch, or may wait for a drain to end
     * @param now its {@link OwnTime}
     * @param waited since it was shown this leader, by the clock
     */
    void look(SimNode node, RouteTruth.Shown shown, boolean excused, long now, long waited) {
        if (shown.newest() != epoch) {
            epoch = shown.newest();
            answersFrom = Long.MAX_VALUE;
            due = Long.MAX_VALUE;
        }
        SimNode leader = shown.leader().map(node::member).orElse(node);
        if (excused || leader == node || !node.agent().running() || !leader.answers(node)) {
            answersFrom = Long.MAX_VALUE;
            due = Long.MAX_VALUE;
            return;
        }
        if (answersFrom == Long.MAX_VALUE) {
            answersFrom = now + InquiryMachine.PATIENCE;
        }
        if (!leader.postgres().writable()) {
            due = Long.MAX_VALUE;
        } else if (due == Long.MAX_VALUE) {
            long early = Math.max(now, answersFrom) + InquiryPort.LONGEST_ANSWER;
            due = early
                    + InquiryMachine.pause(waited + early - now)
                    + InquiryPort.LONGEST_ANSWER
                    + autonomyAfter
                    + ALLOWANCE;
        } else if (now > due) {
            throw new RuleBroken(
                    "R7",
                    node.name() + " could have found out that " + leader.name() + " takes writes in epoch " + epoch
                            + " and sends it none " + Spans.seconds(now - due) + " s after it should have");
        }
    }
}
