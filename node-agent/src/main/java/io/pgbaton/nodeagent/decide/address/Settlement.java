package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;

/**
 * After every input the facts are compared with what ought to be, and the next step is asked for: level-triggered, so
 * that
 * nothing depends on an event that may be missed. The order is the order of safety: let go, mark, take, raise, prolong.
 */
final class Settlement {
    private Settlement() {}

    static void settle(Step step) {
        if (step.state().rules().observeOnly()) {
            Withholding.say(step);
            return;
        }
        letGo(step);
        Acquisition.settle(step);
        mark(step);
        awaitPromotion(step);
        waitForCommand(step);
        Commands.refuseAlone(step);
        take(step);
        raise(step);
        prolong(step);
        finish(step);
    }

    private static void letGo(Step step) {
        AddressState s = step.state();
        boolean raising =
                s.link().flight().filter(f -> f == LinkOperation.RAISE).isPresent();
        boolean dropping =
                s.link().flight().filter(f -> f == LinkOperation.DROP).isPresent();
        if (dropping || step.at < s.link().notBefore() || !(s.link().present() || raising)) {
            return;
        }
        String reason = Rights.reasonToDrop(s, step.at);
        if (!reason.isEmpty()) {
            step.change(LinkOperation.DROP, reason);
        }
    }

    /** The mark comes only after the address is off the interface: it tells others that the address is free (R1c). */
    private static void mark(Step step) {
        AddressState s = step.state();
        boolean off =
                s.link().known() && !s.link().present() && s.link().flight().isEmpty();
        if (off
                && s.scope().known()
                && s.key().reading().mine()
                && (s.epoch() == 0 || Rights.givesUp(s))
                && s.key().idle()) {
            step.become(s.with(s.key().givenUp()));
            step.act(new AddressAction.MarkReleased(s.key().reading().modRevision()));
        }
    }

    /** PostgreSQL is asked every 10 ms only between the key and the end of the promotion. */
    private static void awaitPromotion(Step step) {
        AddressState s = step.state();
        boolean wanted = s.epoch() > 0 && !Rights.writable(s) && !s.orders().stopping();
        if (wanted != s.evidence().awaiting()) {
            step.become(s.with(s.evidence().awaiting(wanted)));
            step.act(new AddressAction.AwaitWritable(wanted));
        }
    }

    /** R7: the time for a command to come runs from when the member is writable. */
    private static void waitForCommand(Step step) {
        AddressState s = step.state();
        long epoch = s.epoch();
        Orders orders = s.orders();
        boolean unasked = orders.epoch() != epoch && orders.alone() != epoch && orders.awaited() != epoch;
        if (epoch > 0 && unasked && !s.key().takenFor(epoch) && Rights.writable(s)) {
            step.become(s.with(orders.awaiting(epoch)));
            step.timer(Timer.AUTONOMY, s.rules().autonomyAfter());
        }
    }

    private static void take(Step step) {
        AddressState s = step.state();
        if (!s.key().known() || !s.key().idle() || !Rights.wantsKey(s) || raisingForAnother(s)) {
            return;
        }
        long freeAt = Rights.keyFreeAt(s);
        if (freeAt <= step.at) {
            Acquisition.intend(step, "leader of epoch " + s.epoch());
            step.become(step.state().with(s.key().with(KeyFacts.Flight.UNDERWAY)));
            step.act(new AddressAction.TakeKey(
                    s.epoch(),
                    s.key().reading().modRevision(),
                    s.key().reading().lastTaken()));
        } else if (freeAt != Long.MAX_VALUE) {
            step.timer(Timer.KEY_FREE, freeAt - step.at);
        }
    }

    /** Its outcome comes first: one thing at a time, each with its own intent (R9). */
    private static boolean raisingForAnother(AddressState s) {
        return s.acquisition().open() && s.acquisition().epoch() != s.epoch();
    }

    private static void raise(Step step) {
        AddressState s = step.state();
        boolean idle =
                s.link().known() && !s.link().present() && s.link().flight().isEmpty();
        if (idle && step.at >= s.link().notBefore() && Rights.mayRaise(s, step.at)) {
            String reason = "leader of epoch " + s.epoch() + " and writable";
            Acquisition.intend(step, reason);
            step.begin(LinkOperation.RAISE, reason);
            step.become(step.state().with(step.state().link().raisedFor(s.epoch())));
            step.act(new AddressAction.ChangeLink(LinkOperation.RAISE, s.deadline()));
        }
    }

    /** Only a newer confirmation moves the kernel's lifetime; a refresh without one would be a lie (R1b). */
    private static void prolong(Step step) {
        AddressState s = step.state();
        if (s.link().present()
                && s.link().flight().isEmpty()
                && s.deadline() > s.link().applied()
                && confirmed(s)) {
            step.change(LinkOperation.PROLONG, "confirmed");
            step.timer(Timer.LAST_CALL, s.deadline() - AddressRules.LAST_CALL - step.at);
        }
    }

    private static boolean confirmed(AddressState s) {
        return s.evidence().confirmedEpoch() > 0;
    }

    private static void finish(Step step) {
        AddressState s = step.state();
        boolean nothingLeft =
                s.link().known() && !s.link().present() && s.link().flight().isEmpty();
        if (s.orders().stopping() && nothingLeft && !s.key().reading().mine()) {
            step.act(new AddressAction.Finished());
        }
    }
}
