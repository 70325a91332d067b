package io.pgbaton.nodeagent.decide.inquiry;

import java.util.Optional;

/** What the inquiry machine is told. {@code at} is CLOCK_BOOTTIME in nanoseconds, when the input was taken in. */
public sealed interface InquiryInput {
    long at();

    /** What etcd shows now, whether it is news or not; see {@link ElectedLeader#in}. */
    record LeaderSeen(long at, Optional<ElectedLeader> leader) implements InquiryInput {}

    /** Somebody told that this member takes writes in this epoch. */
    record PrimaryWritable(long at, long epoch, String member) implements InquiryInput {}

    /** The question of this number is over. */
    record Answered(long at, long number, Answer answer) implements InquiryInput {}

    /** @param number as in the {@link InquiryAction.StartTimer} that started it; an older one is ignored */
    record TimerFired(long at, long number) implements InquiryInput {}

    /** etcd was restored from a backup and counts anew: no epoch known here means anything now. */
    record EtcdRewound(long at) implements InquiryInput {}

    /** What a leader's Patroni said. */
    enum Answer {
        WRITABLE,
        /** In recovery still, or not running. */
        NOT_YET,
        /** Nothing, in time or at all, or nothing that is Patroni's. */
        SILENT
    }
}
