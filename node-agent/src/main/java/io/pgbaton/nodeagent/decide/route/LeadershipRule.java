package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteInput.EpochEnded;
import io.pgbaton.nodeagent.decide.route.RouteInput.LeaderAcquired;
import io.pgbaton.nodeagent.decide.route.RouteInput.PrimaryWritable;
import java.util.Optional;
import java.util.Set;

/** Epochs begin and end here (R3: a number below the newest one seen is news of the past and changes nothing). */
final class LeadershipRule {
    private LeadershipRule() {}

    static void ended(RouteStep step, EpochEnded in) {
        boolean past = in.epoch() < step.reign.epoch();
        if (past || (step.reign instanceof Reign.Vacant vacant && vacant.epoch() == in.epoch())) {
            return;
        }
        leaveReign(step);
        step.reign = new Reign.Vacant(in.epoch(), in.member());
        begin(step, in.epoch());
        step.endSessions(Set.of(in.member()));
        Settling.settle(step, RouteReason.EPOCH_ENDED);
        CommandRule.tryWaiting(step);
    }

    static void acquired(RouteStep step, LeaderAcquired in) {
        if (in.epoch() <= step.reign.epoch()) {
            return;
        }
        if (in.reaffirmed()
                && step.reign instanceof Reign.Led led
                && led.member().equals(in.member())) {
            step.reign = new Reign.Led(in.epoch(), in.member(), led.phase());
            step.commands = step.commands.in(in.epoch());
        } else {
            leaveReign(step);
            step.reign = new Reign.Led(in.epoch(), in.member(), Reign.Phase.ELECTED);
            begin(step, in.epoch());
            Settling.settle(step, RouteReason.LEADER_CHANGED);
        }
        step.ahead.ifPresent(writable -> writable(step, writable));
        CommandRule.tryWaiting(step);
    }

    /** The machine may hear of it before it hears of the epoch: it is kept then, for the leader key decides (R3). */
    static void writable(RouteStep step, PrimaryWritable in) {
        if (in.epoch() > step.reign.epoch()) {
            step.ahead = step.ahead.filter(known -> known.epoch() > in.epoch()).or(() -> Optional.of(in));
            return;
        }
        step.ahead = step.ahead.filter(known -> known.epoch() > step.reign.epoch());
        boolean news = step.reign instanceof Reign.Led led
                && led.epoch() == in.epoch()
                && led.member().equals(in.member())
                && led.phase() == Reign.Phase.ELECTED;
        if (news) {
            step.reign = ((Reign.Led) step.reign).in(Reign.Phase.WRITABLE);
            step.start(RouteTimer.AUTONOMY, step.settings.autonomyAfter());
        }
    }

    /** R7: nobody commanded, so this agent does it alone. */
    static void autonomy(RouteStep step) {
        if (step.reign instanceof Reign.Led led && led.phase() == Reign.Phase.WRITABLE) {
            routed(step, led);
            Settling.settle(step, RouteReason.AUTONOMY);
        }
    }

    /** Writes go to the leader from here; whoever is connected to another server of the primary backend is cut off. */
    static void routed(RouteStep step, Reign.Led led) {
        step.reign = led.in(Reign.Phase.ROUTED);
        step.cancel(RouteTimer.AUTONOMY);
        step.cancel(RouteTimer.DRAIN);
        step.sayAgain();
        step.endSessions(WantedRoutes.astray(step.reign, step.proxy.names(step.settings.primary())));
    }

    /** Nobody loses anything by it: the primary may well be the same, so its sessions and its route stay as they are. */
    static void rewound(RouteStep step) {
        step.reign = Reign.UNKNOWN;
        step.ahead = Optional.empty();
        step.commands = CommandMemory.EMPTY;
        step.switchover = SwitchoverFacts.NONE.withPaused(step.switchover.paused());
        step.quarrel = Quarrel.NONE;
        step.sentBackends().forEach(backend -> step.sent(backend, SentBackend.NOTHING));
        for (RouteTimer timer : RouteTimer.values()) {
            step.cancel(timer);
        }
        step.retry = Retry.NONE;
    }

    private static void leaveReign(RouteStep step) {
        if (step.reign instanceof Reign.Led led) {
            step.endSessions(Set.of(led.member()));
        }
        step.cancel(RouteTimer.AUTONOMY);
        step.cancel(RouteTimer.DRAIN);
        step.quarrel = Quarrel.NONE;
    }

    private static void begin(RouteStep step, long epoch) {
        step.commands = step.commands.in(epoch);
        step.sayAgain();
    }
}
