package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;

/**
 * Another machine says that our address is its own (R1e: the last holder may have thawed).
 *
 * <pre>
 * on the interface, nothing asks for its removal   -> Contested: counted, and told of once per MAC and while
 * the same, and confirmed by etcd for this epoch   -> Announce: at once, at most once a second
 * anything else                                    -> nothing: the other may be right
 * </pre>
 */
final class Conflict {
    private Conflict() {}

    static void claimed(Step step, AddressInput.ForeignClaim claim) {
        AddressState s = step.state();
        if (!Rights.carries(s, step.at)) {
            return;
        }
        boolean answered = Rights.mayAnswer(s);
        boolean news = s.link().claims().isNews(claim.foreignMac(), step.at);
        if (news) {
            step.become(s.with(s.link().with(s.link().claims().told(claim.foreignMac(), step.at))));
        }
        step.act(new AddressAction.Contested(
                claim.foreignMac(), claim.ownMac(), s.evidence().confirmedEpoch(), answered, news));
        if (answered) {
            answer(step);
        }
    }

    /** One that comes too soon after the last is answered when its time has come, unless one is planned anyway. */
    private static void answer(Step step) {
        AddressState s = step.state();
        Claims claims = s.link().claims();
        if (step.at >= claims.answerFrom()) {
            step.become(s.with(s.link().with(claims.answered(step.at))));
            step.act(new AddressAction.Announce(s.deadline()));
        } else if (s.orders().announcements() == 0) {
            step.timer(Timer.ANNOUNCE, claims.answerFrom() - step.at);
            step.become(s.with(s.orders().announcing(1)).with(s.link().with(claims.answered(claims.answerFrom()))));
        }
    }
}
