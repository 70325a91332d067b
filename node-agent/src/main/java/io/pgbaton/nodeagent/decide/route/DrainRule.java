package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteAction.CommandName;
import io.pgbaton.nodeagent.decide.route.RouteInput.SwitchoverRequested;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.Optional;

/**
 * Patroni writes the failover key about 1.3 s before it gives the lock up, and PostgreSQL refuses connections from 0.3 s
 * after it: whoever connects in between would be lost. So a leader that is about to go gets no new ones. Sessions stay
 * until the epoch ends; and when it does not end, all is as before.
 */
final class DrainRule {
    /** The longest time from the failover key to the end of the epoch that was measured is 1.5 s. */
    static final long LONGEST = 3_000_000_000L;

    private DrainRule() {}

    static void requested(RouteStep step, SwitchoverRequested in) {
        step.switchover = step.switchover.with(Optional.of(in));
        if (!in.scheduled()) {
            drainFor(step, in, RouteReason.SWITCHOVER_REQUESTED);
        }
    }

    static void withdrawn(RouteStep step) {
        step.switchover = step.switchover.with(Optional.empty());
        if (step.reign instanceof Reign.Led led && led.phase() == Reign.Phase.DRAINED) {
            undrained(step, led);
            Settling.settle(step, RouteReason.SWITCHOVER_WITHDRAWN);
        }
    }

    /** A scheduled one is due when the leader itself says so. */
    static void membersSeen(RouteStep step) {
        Optional<SwitchoverRequested> due =
                step.switchover.request().filter(request -> request.scheduled() && stopping(step, request.leader()));
        due.ifPresent(request -> drainFor(step, request, RouteReason.LEADER_STOPPING));
    }

    static void timeOver(RouteStep step) {
        if (step.reign instanceof Reign.Led led && led.phase() == Reign.Phase.DRAINED) {
            undrained(step, led);
            Settling.settle(step, RouteReason.DRAIN_OVER);
        }
    }

    static void drained(RouteStep step, Reign.Led led) {
        step.reign = led.in(Reign.Phase.DRAINED);
        step.cancel(RouteTimer.AUTONOMY);
        step.start(RouteTimer.DRAIN, LONGEST);
    }

    static void undrained(RouteStep step, Reign.Led led) {
        step.reign = led.in(Reign.Phase.ROUTED);
        step.cancel(RouteTimer.DRAIN);
        step.dontWait();
    }

    private static void drainFor(RouteStep step, SwitchoverRequested request, RouteReason reason) {
        boolean due = step.reign instanceof Reign.Led led
                && led.takesWrites()
                && led.phase() != Reign.Phase.DRAINED
                && led.member().equals(request.leader());
        boolean spent = step.switchover.drainedFor() == request.revision();
        if (!due || spent || step.switchover.paused()) {
            return;
        }
        step.switchover = step.switchover.withDrainedFor(request.revision());
        if (step.hands.off()) {
            CommandName own = new CommandName("", "drain", step.reign.epoch());
            step.refuse(own, RefusalReason.PAUSED, step.hands.paused());
        } else {
            drained(step, (Reign.Led) step.reign);
            step.dontWait();
            Settling.settle(step, reason);
        }
    }

    private static boolean stopping(RouteStep step, String leader) {
        return step.members.stream()
                .anyMatch(
                        member -> member.name().equals(leader) && member.state().equals("stopping"));
    }
}
