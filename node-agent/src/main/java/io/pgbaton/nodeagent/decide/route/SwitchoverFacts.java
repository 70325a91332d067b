package io.pgbaton.nodeagent.decide.route;

import java.util.Optional;

/**
 * @param request what stands in Patroni's failover key
 * @param drainedFor revision of the last request that led to a drain: none leads to two
 */
record SwitchoverFacts(Optional<RouteInput.SwitchoverRequested> request, long drainedFor, boolean paused) {
    static final SwitchoverFacts NONE = new SwitchoverFacts(Optional.empty(), 0, false);

    SwitchoverFacts with(Optional<RouteInput.SwitchoverRequested> newRequest) {
        return new SwitchoverFacts(newRequest, drainedFor, paused);
    }

    SwitchoverFacts withPaused(boolean nowPaused) {
        return new SwitchoverFacts(request, drainedFor, nowPaused);
    }

    SwitchoverFacts withDrainedFor(long revision) {
        return new SwitchoverFacts(request, revision, paused);
    }
}
