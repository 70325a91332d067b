package io.pgbaton.nodeagent.decide.inquiry;

import java.util.Optional;

/**
 * What is remembered of one scope; soft, rebuilt after a restart from etcd.
 *
 * @param leader whom etcd shows now
 * @param known the newest epoch of which this agent was told that its leader takes writes
 * @param since when this leader was first seen, CLOCK_BOOTTIME in nanoseconds
 * @param pending number of the question or of the timer that is waited for, 0 when none
 * @param counter numbers questions and timers
 */
public record InquiryState(
        Optional<ElectedLeader> leader,
        Optional<InquiryInput.PrimaryWritable> known,
        long since,
        long pending,
        long counter) {
    public static final InquiryState INITIAL = new InquiryState(Optional.empty(), Optional.empty(), 0, 0, 0);

    /** A leader that can be asked, and of whom nobody has told yet. */
    Optional<ElectedLeader> asked() {
        return unknown().filter(ElectedLeader::canBeAsked);
    }

    Optional<ElectedLeader> unknown() {
        return leader.filter(
                l -> known.filter(k -> l.isOf(k.epoch(), k.member())).isEmpty());
    }

    InquiryState sees(Optional<ElectedLeader> now, long at) {
        return new InquiryState(now, known, at, 0, counter);
    }

    InquiryState learns(InquiryInput.PrimaryWritable told) {
        Optional<InquiryInput.PrimaryWritable> newest =
                known.filter(k -> k.epoch() > told.epoch()).or(() -> Optional.of(told));
        return new InquiryState(leader, newest, since, pending, counter);
    }

    /** Leader and time stay, its address may have changed. */
    InquiryState readdressed(ElectedLeader now) {
        return new InquiryState(Optional.of(now), known, since, pending, counter);
    }

    InquiryState waits() {
        return new InquiryState(leader, known, since, counter + 1, counter + 1);
    }

    InquiryState idle() {
        return new InquiryState(leader, known, since, 0, counter);
    }
}
