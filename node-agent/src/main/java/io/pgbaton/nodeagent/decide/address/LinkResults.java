package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressAction.Fact;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkChanged;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.proto.v1.Result;
import java.util.Locale;

/** What follows from the end of a change of the interface. */
final class LinkResults {
    private static final long RETRY_AFTER = 200_000_000L;

    /** Frames a switch may lose one of; then once a second for 30 s if the last holder may not have let go (R1e). */
    private static final int FIRST_ANNOUNCEMENTS = 5;

    private static final int DOUBTFUL_ANNOUNCEMENTS = 30;
    private static final long ANNOUNCE_QUICKLY = 50_000_000L;
    private static final long ANNOUNCE_SLOWLY = 1_000_000_000L;

    private LinkResults() {}

    static void apply(Step step, LinkChanged input) {
        switch (input.operation()) {
            case RAISE -> raised(step, input);
            case PROLONG -> prolonged(step, input);
            case DROP -> dropped(step, input);
        }
    }

    private static void raised(Step step, LinkChanged input) {
        boolean there = input.result() == LinkResult.DONE;
        ended(step, input, there);
        Acquisition.close(step, result(input), detail(input), duration(step));
        AddressState s = step.state();
        long epoch = s.link().raisedFor();
        if (!there) {
            retryLater(step);
            return;
        }
        boolean marked = s.key().afterMark();
        boolean alone = s.orders().epoch() != epoch;
        step.become(s.with(s.orders().announcing(FIRST_ANNOUNCEMENTS + (marked ? 0 : DOUBTFUL_ANNOUNCEMENTS))));
        announce(step);
        step.act(new AddressAction.Tell(Fact.ACQUIRED, epoch, s.link().reason(), marked, alone, false));
        step.timer(Timer.LAST_CALL, s.deadline() - AddressRules.LAST_CALL - step.at);
    }

    private static void prolonged(Step step, LinkChanged input) {
        boolean there = input.result() == LinkResult.DONE || input.result() == LinkResult.FAILED;
        ended(step, input, there);
        // A refresh that failed comes again with the next confirmation, within a second.
        if (!there) {
            String what = input.result() == LinkResult.VANISHED
                    ? "it was gone from the interface"
                    : "the refresh came after its lifetime";
            tell(step, Fact.EXPIRED, what);
        }
    }

    private static void dropped(Step step, LinkChanged input) {
        boolean gone = input.result() != LinkResult.FAILED;
        AddressState before = step.state();
        ended(step, input, !gone);
        released(step, before.evidence().confirmedEpoch(), input);
        if (!gone) {
            // The kernel ends it with its lifetime in any case; trying again only makes it sooner.
            retryLater(step);
        } else if (before.link().present()) {
            boolean late = before.link().reason().startsWith("no confirmation");
            tell(step, late ? Fact.EXPIRED : Fact.RELEASED, before.link().reason());
        }
    }

    /** Sends one announcement now and plans the next. */
    static void announce(Step step) {
        AddressState s = step.state();
        int left = s.orders().announcements();
        if (left <= 0 || !s.link().staying()) {
            return;
        }
        step.act(new AddressAction.Announce(s.deadline()));
        step.become(s.with(s.orders().announcing(left - 1)));
        boolean quick = left > DOUBTFUL_ANNOUNCEMENTS || s.key().afterMark();
        step.timer(Timer.ANNOUNCE, quick ? ANNOUNCE_QUICKLY : ANNOUNCE_SLOWLY);
    }

    private static void ended(Step step, LinkChanged input, boolean present) {
        AddressState s = step.state();
        step.become(s.with(s.link().ended(input.operation(), present)));
    }

    private static void retryLater(Step step) {
        AddressState s = step.state();
        step.become(s.with(s.link().notBefore(step.at + RETRY_AFTER)));
        step.timer(Timer.RETRY, RETRY_AFTER);
    }

    private static void tell(Step step, Fact fact, String reason) {
        long epoch = step.state().evidence().confirmedEpoch();
        step.act(new AddressAction.Tell(fact, epoch, reason, false, false, false));
    }

    private static void released(Step step, long epoch, LinkChanged input) {
        AddressState s = step.state();
        String action = "release address";
        step.act(new AddressAction.RecordOutcome(
                step.actionId(action, epoch, s.link().drops()),
                action,
                epoch,
                result(input),
                detail(input),
                s.orders().commandFor(epoch),
                duration(step)));
        if (input.result() == LinkResult.DONE) {
            step.become(s.with(s.orders().announcing(0)));
        }
    }

    private static Result result(LinkChanged input) {
        return input.result() == LinkResult.DONE ? Result.RESULT_DONE : Result.RESULT_FAILED;
    }

    private static String detail(LinkChanged input) {
        return input.detail().isEmpty() ? input.result().name().toLowerCase(Locale.ROOT) : input.detail();
    }

    private static long duration(Step step) {
        return Math.max(0, step.at - step.state().link().startedAt());
    }
}
