package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.nodeagent.decide.inquiry.ElectedLeader;
import io.pgbaton.nodeagent.decide.inquiry.InquiryAction;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.Answer;
import io.pgbaton.nodeagent.decide.inquiry.InquiryMachine;
import io.pgbaton.nodeagent.decide.inquiry.InquiryState;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Trace;
import java.util.function.Consumer;

/** Asks a leader on another node whether it takes writes: the real machine. Its dice are its own, as those of HAProxy. */
public final class InquiryPort {
    /** A Patroni that is reached and well answers within that time. */
    public static final long LONGEST_ANSWER = 100 * MILLIS;

    private final SimAgent agent;
    private final SimNode node;
    private final SimScheduler scheduler;
    private final Trace trace;
    private final SimRandom dice;
    /** The number of the question, or of the pause, says which. */
    private final AgentTimers<Long> timers;

    private final Consumer<PrimaryWritable> told;
    private InquiryState state = InquiryState.INITIAL;

    /** @param told takes in what was found out, as what comes from the bus */
    InquiryPort(SimAgent agent, SimNode node, Surroundings world, Consumer<PrimaryWritable> told) {
        this.agent = agent;
        this.node = node;
        this.scheduler = world.scheduler();
        this.trace = world.trace();
        this.dice = world.random().fork(31L * agent.instance().hashCode());
        this.timers = new AgentTimers<>(agent, node, scheduler);
        this.told = told;
    }

    void scopeRead(ScopeReading reading) {
        take(new InquiryInput.LeaderSeen(
                now(),
                reading.leader()
                        .filter(leader -> !leader.member().equals(node.name()))
                        .map(leader -> new ElectedLeader(leader.epoch(), leader.member(), leader.member(), ""))));
    }

    void primaryWritable(long epoch, String member) {
        take(new InquiryInput.PrimaryWritable(now(), epoch, member));
    }

    void etcdRewound() {
        take(new InquiryInput.EtcdRewound(now()));
    }

    private void take(InquiryInput input) {
        InquiryMachine.Decision decision = InquiryMachine.decide(state, input);
        state = decision.next();
        if (!decision.actions().isEmpty()) {
            trace.note(node.name(), "<- inquiry", decision.actions().size() * 31L + input.at(), input);
        }
        decision.actions().forEach(this::carryOut);
    }

    private void carryOut(InquiryAction action) {
        if (action instanceof InquiryAction.Ask ask) {
            if (agent.has(Adapters.Habit.ASKS_LEADERS)) {
                ask(ask);
            }
        } else if (action instanceof InquiryAction.StartTimer start) {
            timers.start(start.number(), start.delay(), () -> take(new InquiryInput.TimerFired(now(), start.number())));
        } else if (action instanceof InquiryAction.Tell tell) {
            told.accept(PrimaryWritable.newBuilder()
                    .setEpoch(tell.epoch())
                    .setMember(tell.member())
                    .build());
        }
    }

    /** The bound ends what has no answer; one that comes after it is no answer any more. */
    private void ask(InquiryAction.Ask ask) {
        long sentAt = now();
        SimNode leader = node.member(ask.leader().url());
        timers.start(ask.number(), InquiryMachine.PATIENCE, () -> answered(ask, Answer.SILENT));
        long answer = answerTime();
        scheduler.after(
                answer / 2,
                () -> leader.askPatroni(
                        node,
                        writable -> scheduler.after(
                                answer / 2,
                                () -> agent.later(() -> {
                                    if (leader.reaches(node) && now() - sentAt < InquiryMachine.PATIENCE) {
                                        answered(ask, writable ? Answer.WRITABLE : Answer.NOT_YET);
                                    }
                                }))));
    }

    private void answered(InquiryAction.Ask ask, Answer answer) {
        timers.cancel(ask.number());
        agent.firstSlowly(Answer.class, () -> take(new InquiryInput.Answered(now(), ask.number(), answer)));
    }

    private long answerTime() {
        boolean slow = dice.chance(0.01);
        return slow ? dice.between(20 * MILLIS, LONGEST_ANSWER) : dice.between(2 * MILLIS, 10 * MILLIS);
    }

    private long now() {
        return node.boot().now();
    }
}
