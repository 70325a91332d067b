package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.proto.v1.Command;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the route machine is told. {@code at} is CLOCK_BOOTTIME in nanoseconds, when the input was taken in. */
public sealed interface RouteInput {
    long at();

    /** The leader key of this epoch is gone, or another's name stands in it. */
    record EpochEnded(long at, long epoch, String member) implements RouteInput {}

    /**
     * The leader key names this member.
     *
     * @param reaffirmed put by the same holder over its own living key: a new epoch and no handover
     */
    record LeaderAcquired(long at, long epoch, String member, boolean reaffirmed) implements RouteInput {}

    /**
     * pg_is_in_recovery() is false on that member in that epoch (R5), whoever saw it: the probe beside it, or a record
     * of the bus. Patroni's {@code /primary} is not enough: it says 200 85-330 ms before.
     */
    record PrimaryWritable(long at, long epoch, String member) implements RouteInput {}

    /** etcd was restored from a backup and counts anew: no epoch known here means anything now. */
    record EtcdRewound(long at) implements RouteInput {}

    /** All members of the scope. */
    record MembersSeen(long at, List<MemberView> members) implements RouteInput {
        public MembersSeen {
            members = List.copyOf(members);
        }
    }

    /**
     * Patroni's failover key holds a request.
     *
     * @param revision of that key: one request drains once
     * @param leader whom it asks to give up, may be empty
     */
    record SwitchoverRequested(long at, long revision, String leader, boolean scheduled) implements RouteInput {}

    /** That key was emptied. */
    record SwitchoverWithdrawn(long at) implements RouteInput {}

    /** Patroni's own pause: nobody is drained meanwhile. */
    record PauseSeen(long at, boolean paused) implements RouteInput {}

    /**
     * What operators ask, as etcd says now (R11).
     *
     * @param paused why nobody is to be drained, "" when pgbaton is not paused
     * @param maintained members whose nodes are in maintenance: they get no reads
     */
    record HandsOffSeen(long at, String paused, Set<String> maintained) implements RouteInput {
        public HandsOffSeen {
            maintained = Set.copyOf(maintained);
        }
    }

    /**
     * A command of the bus for this proxy.
     *
     * @param firstSeen when this agent first saw this id, CLOCK_BOOTTIME in nanoseconds: its validity counts from there
     */
    record CommandReceived(long at, String id, long firstSeen, Command command) implements RouteInput {}

    /**
     * What the proxy shows, looked at each second and after each action.
     *
     * @param servers by backend
     * @param reloaded the worker is another process than at the look before: what was set at run time is forgotten
     */
    record ProxySeen(long at, Map<String, List<ServerView>> servers, boolean reloaded) implements RouteInput {
        public ProxySeen {
            servers = Map.copyOf(servers);
        }
    }

    record ProxyUnreachable(long at, String cause) implements RouteInput {}

    /** The proxy took that {@link RouteAction.SetBackend}. */
    record ActionDone(long at, long number) implements RouteInput {}

    /**
     * It did not.
     *
     * @param passing the same may work later without anybody's help; otherwise it is not tried again before the proxy,
     *     the epoch or a command gives a reason to
     */
    record ActionFailed(long at, long number, boolean passing) implements RouteInput {}

    /** @param generation as in the {@link RouteAction.StartTimer} that started it; an older one is ignored */
    record TimerFired(long at, RouteTimer timer, long generation) implements RouteInput {}
}
