package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.proto.v1.Result;

/**
 * What the audit tells of taking the address, as one action (R9): the intent comes before the key is taken, the outcome when
 * the address is on the interface, or nothing comes of it any more.
 *
 * @param open its intent is told, its outcome is not
 * @param epoch of the one that is open, or of the last
 * @param count the n-th in this run of the agent; part of its id
 */
record Acquisition(boolean open, long epoch, long count) {
    static final String ACTION = "acquire address";
    static final Acquisition NONE = new Acquisition(false, 0, 0);

    private Acquisition closed() {
        return new Acquisition(false, epoch, count);
    }

    /** To be asked for before the key is taken, and before the address is raised; tells one intent for both. */
    static void intend(Step step, String reason) {
        AddressState s = step.state();
        Acquisition before = s.acquisition();
        if (before.open() && before.epoch() == s.epoch()) {
            return;
        }
        Acquisition next = new Acquisition(true, s.epoch(), before.count() + 1);
        step.become(s.with(next));
        step.act(new AddressAction.RecordIntent(
                id(step, next), ACTION, next.epoch(), reason, s.orders().commandFor(next.epoch()), false));
    }

    /** Ends it when neither key nor interface is waited for, and there is nothing more to do for it. */
    static void settle(Step step) {
        AddressState s = step.state();
        Acquisition a = s.acquisition();
        boolean raising =
                s.link().flight().filter(f -> f == LinkOperation.RAISE).isPresent();
        if (!a.open() || raising || s.key().flight() == KeyFacts.Flight.UNDERWAY) {
            return;
        }
        boolean has = a.epoch() == s.epoch() && s.key().takenFor(a.epoch());
        if (has && s.link().staying()) {
            close(step, Result.RESULT_DONE, "it was on the interface already", 0);
        } else if (a.epoch() != s.epoch() || Rights.givesUp(s) || !(has || Rights.wantsKey(s))) {
            close(step, Result.RESULT_FAILED, "given up before it was on the interface", 0);
        }
    }

    /** @param duration of what was done on the interface, in nanoseconds */
    static void close(Step step, Result result, String detail, long duration) {
        AddressState s = step.state();
        Acquisition a = s.acquisition();
        if (a.open()) {
            step.become(s.with(a.closed()));
            step.act(new AddressAction.RecordOutcome(
                    id(step, a), ACTION, a.epoch(), result, detail, s.orders().commandFor(a.epoch()), duration));
        }
    }

    private static String id(Step step, Acquisition a) {
        return step.actionId(ACTION, a.epoch(), a.count());
    }
}
