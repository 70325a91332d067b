package io.pgbaton.nodeagent.decide.inquiry;

/** What the inquiry machine wants done. */
public sealed interface InquiryAction {
    /** Ask that leader's Patroni, and answer with this number within a bound. */
    record Ask(long number, ElectedLeader leader) implements InquiryAction {}

    /** @param delay in nanoseconds */
    record StartTimer(long number, long delay) implements InquiryAction {}

    /** To the routes, as a record of the bus would. */
    record Tell(long epoch, String member) implements InquiryAction {}

    /** That leader cannot be asked: a person may want to know why. */
    record Report(ElectedLeader leader) implements InquiryAction {}
}
