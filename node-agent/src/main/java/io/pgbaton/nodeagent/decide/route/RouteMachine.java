package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteInput.CommandReceived;
import io.pgbaton.nodeagent.decide.route.RouteInput.EpochEnded;
import io.pgbaton.nodeagent.decide.route.RouteInput.LeaderAcquired;
import io.pgbaton.nodeagent.decide.route.RouteInput.MembersSeen;
import io.pgbaton.nodeagent.decide.route.RouteInput.PrimaryWritable;
import io.pgbaton.nodeagent.decide.route.RouteInput.ProxySeen;
import io.pgbaton.nodeagent.decide.route.RouteInput.SwitchoverRequested;

/**
 * Where one proxy sends one scope's traffic. HAProxy's own checks always go on and correct mistakes; this makes them
 * faster (R7).
 *
 * <pre>
 * reign                    input                                     next          primary backend is told
 * any                      epoch ended (newest or newer)             vacant        all down; sessions on its holder end
 * any                      leader acquired (newer epoch, member)     elected       others down, member left alone;
 *                                                                                  sessions on the former holder end
 * led, same member         leader acquired, reaffirmed               as it was     nothing: no handover
 * elected                  primary writable (this epoch, member)     writable      nothing; AUTONOMY starts
 * elected, writable,       Route (this epoch, member)                routed        member up, others down; sessions
 *   routed, drained                                                                on the others end
 * writable                 AUTONOMY fires                            routed        the same (R7)
 * writable, routed         switchover now, or Drain                  drained       all down, sessions stay; DRAIN starts
 * writable, routed         scheduled one, and leader is "stopping"   drained       the same
 * drained                  DRAIN fires, withdrawn, or Undrain        routed        member up
 * vacant, led              PrepareRoute, old member does not lead    as it was     said again; sessions on the old end
 * any                      proxy reloaded, or back                   as it was     all of it again (sessions astray end)
 * any                      proxy contradicts for 2, 4, 8 s           as it was     all of it again; then GiveIn
 * any                      action failed, passing                    as it was     RETRY 100 ms to 5 s, then again
 * any                      etcd rewound                              unknown       nothing: left to HAProxy
 * any                      hands off seen                            as it was     members in maintenance get no reads
 *
 * command                  epoch below the newest seen               refused STALE_EPOCH
 *                          epoch above it, or its end unseen here    ReadEtcd, kept for 5 s, then NOT_CONFIRMED
 *                          an id that was acted upon                 Already (R8)
 *                          another member than the leader            refused NOT_LEADER
 *                          past its validity                         refused EXPIRED
 *                          proxy away                                refused UNREACHABLE; set when it is back
 *                          Drain, and a pause of Patroni or pgbaton  refused PAUSED; so is an own drain by pgbaton's
 * </pre>
 *
 * <p>The replicas backend follows from the members, and from the maintenance of their nodes: {@link WantedRoutes#replicas}. An unknown reign leaves both
 * backends to HAProxy.
 *
 * <p>What is sent is the difference between what is wanted and what was last sent ({@link Settling}); "again" forgets the
 * latter.
 */
public final class RouteMachine {
    private RouteMachine() {}

    public static RouteDecision decide(RouteSettings settings, RouteState state, RouteInput input) {
        RouteStep step = new RouteStep(settings, state, input.at());
        boolean taken = leadership(step, input) || switchover(step, input) || proxy(step, input);
        if (!taken) {
            throw new IllegalStateException("no rule for " + input.getClass().getSimpleName());
        }
        return step.decided();
    }

    private static boolean leadership(RouteStep step, RouteInput input) {
        if (input instanceof EpochEnded in) {
            LeadershipRule.ended(step, in);
        } else if (input instanceof LeaderAcquired in) {
            LeadershipRule.acquired(step, in);
        } else if (input instanceof PrimaryWritable in) {
            LeadershipRule.writable(step, in);
        } else if (input instanceof RouteInput.EtcdRewound) {
            LeadershipRule.rewound(step);
        } else if (input instanceof CommandReceived in) {
            CommandRule.received(step, in);
        } else {
            return false;
        }
        return true;
    }

    private static boolean switchover(RouteStep step, RouteInput input) {
        if (input instanceof MembersSeen in) {
            step.members = in.members();
            DrainRule.membersSeen(step);
            Settling.settle(step, RouteReason.MEMBERS_CHANGED);
        } else if (input instanceof SwitchoverRequested in) {
            DrainRule.requested(step, in);
        } else if (input instanceof RouteInput.SwitchoverWithdrawn) {
            DrainRule.withdrawn(step);
        } else if (input instanceof RouteInput.PauseSeen in) {
            step.switchover = step.switchover.withPaused(in.paused());
        } else if (input instanceof RouteInput.HandsOffSeen in) {
            MaintenanceRule.seen(step, in);
        } else {
            return false;
        }
        return true;
    }

    private static boolean proxy(RouteStep step, RouteInput input) {
        if (input instanceof ProxySeen in) {
            ProxyRule.seen(step, in);
        } else if (input instanceof RouteInput.ProxyUnreachable) {
            ProxyRule.away(step);
        } else if (input instanceof RouteInput.ActionDone in) {
            ProxyRule.done(step, in);
        } else if (input instanceof RouteInput.ActionFailed in) {
            ProxyRule.failed(step, in);
        } else if (input instanceof RouteInput.TimerFired in) {
            fired(step, in);
        } else {
            return false;
        }
        return true;
    }

    private static void fired(RouteStep step, RouteInput.TimerFired in) {
        if (!step.fires(in)) {
            return;
        }
        switch (in.timer()) {
            case AUTONOMY -> LeadershipRule.autonomy(step);
            case DRAIN -> DrainRule.timeOver(step);
            case RETRY -> ProxyRule.retry(step);
            case WAITING -> CommandRule.tryWaiting(step);
        }
    }
}
