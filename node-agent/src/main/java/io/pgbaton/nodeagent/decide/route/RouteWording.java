package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.RouteChanged;
import java.time.Duration;
import java.util.List;

/**
 * What the machine of one proxy does, in the words of the bus.
 *
 * @param instance of the agent: a later life counts its changes anew
 */
public record RouteWording(String node, String instance, String proxy) {

    public String director() {
        return node + "/" + proxy;
    }

    public Intent intent(RouteAction.SetBackend set) {
        RouteAction.Cause cause = set.cause();
        return Intent.newBuilder()
                .setActionId(actionId(set))
                .setAction(cause.reason().action())
                .setTarget(director() + "/" + set.backend())
                .setEpoch(cause.epoch())
                .setReason(cause.reason().sentence())
                .setCommandId(cause.commandId())
                .setWithheld(set.withheld())
                .build();
    }

    public Outcome outcome(RouteAction.SetBackend set, Result result, String detail, Duration took) {
        RouteAction.Cause cause = set.cause();
        return Outcome.newBuilder()
                .setActionId(actionId(set))
                .setAction(cause.reason().action())
                .setTarget(director() + "/" + set.backend())
                .setEpoch(cause.epoch())
                .setResult(result)
                .setDetail(detail)
                .setDurationUs(took.toNanos() / 1000)
                .setCommandId(cause.commandId())
                .build();
    }

    public Outcome already(RouteAction.CommandName command) {
        return Outcome.newBuilder()
                .setActionId(command.id())
                .setAction(command.action())
                .setTarget(director())
                .setEpoch(command.epoch())
                .setResult(Result.RESULT_ALREADY)
                .setCommandId(command.id())
                .build();
    }

    public Refusal refusal(RouteAction.Refuse refuse) {
        RouteAction.CommandName command = refuse.command();
        return Refusal.newBuilder()
                .setCommandId(command.id())
                .setAction(command.action())
                .setTarget(director())
                .setEpoch(command.epoch())
                .setReason(refuse.reason())
                .setDetail(refuse.detail())
                .build();
    }

    /** @param up all servers that the backend sends to now */
    public RouteChanged changed(RouteAction.SetBackend set, List<String> up, int sessionsEnded) {
        return RouteChanged.newBuilder()
                .setDirector(director())
                .setNode(node)
                .setBackend(set.backend())
                .addAllUp(up)
                .addAllDown(set.servers().down())
                .setEpoch(set.cause().epoch())
                .setSessionsEnded(sessionsEnded)
                .setReason(set.cause().reason().sentence())
                .build();
    }

    private String actionId(RouteAction.SetBackend set) {
        return EventIds.command(instance, set.cause().epoch(), node, proxy, Long.toString(set.number()));
    }
}
