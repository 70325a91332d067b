package io.pgbaton.nodeagent.decide.inquiry;

import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.Answer;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.Answered;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.LeaderSeen;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.PrimaryWritable;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.TimerFired;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a leader on another node takes writes, so that the proxies here can follow it without the bus (R7), and
 * after a restart of this agent, when nobody tells it again.
 *
 * <pre>
 * state      input                                  next       actions
 * any        another leader, or another epoch       asking     Ask at once
 * any        the same, but it cannot be asked       stuck      Report, once an epoch
 * stuck      the same, and now it can               asking     Ask at once
 * any        no leader on another node              idle       nothing
 * any        primary writable (this epoch, member)  idle       nothing: somebody was faster
 * asking     answer: writable                       idle       Tell
 * asking     answer: not yet, or silence            pausing    StartTimer
 * pausing    timer                                  asking     Ask
 * any        etcd rewound                           idle       nothing
 * </pre>
 *
 * <p>A question that was sent before this epoch was seen may have been answered in the reign before: such an answer has
 * another number than the one waited for, and is ignored, as is an old timer.
 */
public final class InquiryMachine {
    /** Promotion takes 85 to 330 ms; sooner would be a load on Patroni, a busy Python process, that nobody gains by. */
    public static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    public static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** How long a question may take. A Patroni that is well answers in some milliseconds. */
    public static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

    /** A pause is that part of the time already waited: whatever a promotion takes is made longer by as little. */
    private static final long PART = 8;

    private InquiryMachine() {}

    /** What follows from one input. */
    public record Decision(InquiryState next, List<InquiryAction> actions) {
        public Decision {
            actions = List.copyOf(actions);
        }
    }

    public static Decision decide(InquiryState state, InquiryInput input) {
        if (input instanceof LeaderSeen in) {
            return seen(state, in);
        } else if (input instanceof PrimaryWritable in) {
            InquiryState next = state.learns(in);
            return nothing(next.unknown().isEmpty() ? next.idle() : next);
        } else if (input instanceof Answered in) {
            return in.number() == state.pending() ? answered(state, in) : nothing(state);
        } else if (input instanceof TimerFired in) {
            return in.number() == state.pending() ? ask(state) : nothing(state);
        }
        return nothing(new InquiryState(Optional.empty(), Optional.empty(), 0, 0, state.counter()));
    }

    private static Decision seen(InquiryState state, LeaderSeen in) {
        Optional<ElectedLeader> same = in.leader().filter(now -> state.leader()
                .filter(l -> l.isOf(now.epoch(), now.member()))
                .isPresent());
        if (same.isEmpty()) {
            return begin(state.sees(in.leader(), in.at()));
        }
        boolean asBefore = state.leader().equals(in.leader());
        InquiryState next = state.readdressed(same.get());
        return asBefore || next.pending() != 0 ? nothing(next) : begin(next);
    }

    private static Decision begin(InquiryState state) {
        Optional<ElectedLeader> stuck = state.unknown().filter(leader -> !leader.canBeAsked());
        return stuck.isPresent() ? new Decision(state, List.of(new InquiryAction.Report(stuck.get()))) : ask(state);
    }

    private static Decision ask(InquiryState state) {
        if (state.asked().isEmpty()) {
            return nothing(state.idle());
        }
        InquiryState next = state.waits();
        return new Decision(
                next,
                List.of(new InquiryAction.Ask(next.pending(), state.asked().get())));
    }

    private static Decision answered(InquiryState state, Answered in) {
        ElectedLeader leader = state.leader().orElseThrow();
        if (in.answer() == Answer.WRITABLE) {
            InquiryState next = state.learns(new PrimaryWritable(in.at(), leader.epoch(), leader.member()))
                    .idle();
            return new Decision(next, List.of(new InquiryAction.Tell(leader.epoch(), leader.member())));
        }
        InquiryState next = state.waits();
        return new Decision(
                next, List.of(new InquiryAction.StartTimer(next.pending(), pause(in.at() - state.since()))));
    }

    /**
     * From an answer to the next question, in nanoseconds.
     *
     * @param waited since the leader was seen, in nanoseconds
     */
    public static long pause(long waited) {
        return Math.max(SHORTEST_PAUSE, Math.min(LONGEST_PAUSE, waited / PART));
    }

    private static Decision nothing(InquiryState next) {
        return new Decision(next, List.of());
    }
}
