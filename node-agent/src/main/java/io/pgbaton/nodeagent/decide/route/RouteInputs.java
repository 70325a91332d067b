package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.leadership.FailoverRequest;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.Leadership;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.v1.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What two readings of a scope mean for its proxies. */
public final class RouteInputs {
    private RouteInputs() {}

    /**
     * In the order in which the machine is to take them: leadership first, for a cleared failover key follows it.
     *
     * @param afterGap the readings are not neighbours: several revisions lie between them
     */
    public static List<RouteInput> between(long at, ScopeReading before, ScopeReading after, boolean afterGap) {
        List<RouteInput> inputs = new ArrayList<>();
        if (before.paused() != after.paused()) {
            inputs.add(new RouteInput.PauseSeen(at, after.paused()));
        }
        leadership(at, before, after, afterGap, inputs);
        switchover(at, before.failover(), after.failover(), inputs);
        if (!before.members().equals(after.members()) || before.leaderPosition() != after.leaderPosition()) {
            inputs.add(new RouteInput.MembersSeen(
                    at,
                    after.members().values().stream()
                            .map(member -> view(member, after.leaderPosition()))
                            .toList()));
        }
        return List.copyOf(inputs);
    }

    /** The proxy that a command is for, empty when it is for none. */
    public static String proxy(Command command) {
        return switch (command.getActionCase()) {
            case PREPARE_ROUTE -> command.getPrepareRoute().getProxy();
            case ROUTE -> command.getRoute().getProxy();
            case DRAIN -> command.getDrain().getProxy();
            case UNDRAIN -> command.getUndrain().getProxy();
            default -> "";
        };
    }

    private static void leadership(
            long at, ScopeReading before, ScopeReading after, boolean afterGap, List<RouteInput> inputs) {
        Optional<LeaderReading> was = before.leader();
        Optional<LeaderReading> is = after.leader();
        if (was.equals(is)) {
            return;
        }
        boolean reaffirmed = Leadership.reaffirmed(before, after, afterGap);
        if (!reaffirmed) {
            was.ifPresent(old -> inputs.add(new RouteInput.EpochEnded(at, old.epoch(), old.member())));
        }
        is.ifPresent(now -> inputs.add(new RouteInput.LeaderAcquired(at, now.epoch(), now.member(), reaffirmed)));
    }

    private static void switchover(
            long at, Optional<FailoverRequest> was, Optional<FailoverRequest> is, List<RouteInput> inputs) {
        if (was.equals(is)) {
            return;
        }
        if (is.isPresent()) {
            FailoverRequest request = is.get();
            inputs.add(new RouteInput.SwitchoverRequested(
                    at, request.modRevision(), request.leader(), request.scheduled()));
        } else {
            inputs.add(new RouteInput.SwitchoverWithdrawn(at));
        }
    }

    private static MemberView view(MemberReading member, long leaderPosition) {
        boolean known = leaderPosition > 0 && member.walPosition() > 0;
        OptionalLong lag =
                known ? OptionalLong.of(Math.max(0, leaderPosition - member.walPosition())) : OptionalLong.empty();
        boolean noLoadBalance = "true".equalsIgnoreCase(member.tags().get("noloadbalance"));
        return new MemberView(member.name(), member.role(), member.state(), lag, noLoadBalance);
    }
}
