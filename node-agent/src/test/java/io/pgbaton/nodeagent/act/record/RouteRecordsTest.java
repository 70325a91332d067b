package io.pgbaton.nodeagent.act.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.act.proxy.RouteResult;
import io.pgbaton.nodeagent.decide.route.RouteAction.Cause;
import io.pgbaton.nodeagent.decide.route.RouteAction.Servers;
import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.nodeagent.decide.route.RouteReason;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.RouteChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What others hear of a proxy during a switchover. */
class RouteRecordsTest {
    private static final Scope SCOPE = new Scope("service", "demo");

    private final List<BusRecord> told = new ArrayList<>();
    private final RouteRecords records = new RouteRecords(
            new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record)),
            new ScopeMetrics(new SimpleMeterRegistry(), SCOPE, () -> 0),
            "n1",
            "run-1",
            "haproxy");
    private long number;

    @Test
    void aBackendThatSendsNobodyAnywhereIsToldOnceAndEachStepIsAudited() {
        done(RouteReason.EPOCH_ENDED, List.of(), 0);
        done(RouteReason.LEADER_CHANGED, List.of(), 0);
        done(RouteReason.PREPARE_COMMANDED, List.of(), 0);
        done(RouteReason.ROUTE_COMMANDED, List.of("n2"), 0);
        assertEquals(List.of(List.of(), List.of("n2")), ups());
        assertEquals(
                4,
                told.stream()
                        .filter(r -> r.type() == EventType.OUTCOME_RECORDED)
                        .count());
    }

    @Test
    void sessionsThatEndedAreAlwaysNews() {
        done(RouteReason.EPOCH_ENDED, List.of(), 0);
        done(RouteReason.LEADER_CHANGED, List.of(), 3);
        assertEquals(2, ups().size());
    }

    @Test
    void aRouteThatIsConfirmedForANewEpochIsNews() {
        done(RouteReason.ROUTE_COMMANDED, List.of("n2"), 0);
        done(RouteReason.ROUTE_COMMANDED, List.of("n2"), 0);
        assertEquals(2, ups().size());
    }

    private void done(RouteReason reason, List<String> up, int sessionsEnded) {
        SetBackend set = new SetBackend(
                number++, "primary", new Servers(up, List.of("n3"), List.of()), new Cause(reason, 7, ""), false);
        records.outcome(set, new RouteResult(Map.of(), up, sessionsEnded, Optional.empty(), ""), 1);
    }

    private List<List<String>> ups() {
        return told.stream()
                .filter(r -> r.type() == EventType.ROUTE_CHANGED)
                .map(r -> List.copyOf(r.data(RouteChanged.class).getUpList()))
                .toList();
    }
}
