package io.pgbaton.sim.agent;

import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.proto.v1.Result;
import java.util.List;

/**
 * How a proxy took an action.
 *
 * @param done false when it did not, or nobody knows
 * @param changed a server is what it was not before
 * @param up all that it sends to now; empty when it was not done
 */
public record RouteSet(SetBackend action, boolean done, boolean changed, List<String> up) {

    public Result result() {
        if (!done) {
            return Result.RESULT_FAILED;
        }
        return changed ? Result.RESULT_DONE : Result.RESULT_ALREADY;
    }
}
