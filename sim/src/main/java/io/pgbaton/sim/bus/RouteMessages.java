package io.pgbaton.sim.bus;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.RouteChanged;
import io.pgbaton.sim.agent.RouteSet;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.node.SimHaproxy;

/** What is recorded of one proxy's machine, as messages of the bus. */
record RouteMessages(SimAgent agent) {

    Message intent(RouteAction.SetBackend set) {
        RouteAction.Cause cause = set.cause();
        return Intent.newBuilder()
                .setActionId(actionId(set))
                .setAction(cause.reason().action())
                .setTarget(director() + "/" + set.backend())
                .setEpoch(cause.epoch())
                .setReason(cause.reason().sentence())
                .setCommandId(cause.commandId())
                .build();
    }

    Message outcome(RouteSet result) {
        RouteAction.SetBackend set = result.action();
        RouteAction.Cause cause = set.cause();
        return Outcome.newBuilder()
                .setActionId(actionId(set))
                .setAction(cause.reason().action())
                .setTarget(director() + "/" + set.backend())
                .setEpoch(cause.epoch())
                .setResult(result(result))
                .setCommandId(cause.commandId())
                .build();
    }

    private static Result result(RouteSet result) {
        if (!result.done()) {
            return Result.RESULT_FAILED;
        }
        return result.changed() ? Result.RESULT_DONE : Result.RESULT_ALREADY;
    }

    Message already(RouteAction.CommandName command) {
        return Outcome.newBuilder()
                .setActionId(command.id())
                .setAction(command.action())
                .setTarget(director())
                .setEpoch(command.epoch())
                .setResult(Result.RESULT_ALREADY)
                .setCommandId(command.id())
                .build();
    }

    Message refusal(RouteAction.Refuse refuse) {
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

    Message changed(RouteSet result) {
        RouteAction.SetBackend set = result.action();
        return RouteChanged.newBuilder()
                .setDirector(director())
                .setNode(agent.node().name())
                .setBackend(set.backend())
                .addAllUp(result.up())
                .addAllDown(set.servers().down())
                .setEpoch(set.cause().epoch())
                .setReason(set.cause().reason().sentence())
                .build();
    }

    String director() {
        return agent.node().name() + "/" + SimHaproxy.NAME;
    }

    private String actionId(RouteAction.SetBackend set) {
        return EventIds.command(
                agent.instance(),
                set.cause().epoch(),
                agent.node().name(),
                SimHaproxy.NAME,
                Long.toString(set.number()));
    }
}
