package io.pgbaton.nodeagent.act.record;

import io.pgbaton.nodeagent.act.proxy.RouteResult;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.RouteChanged;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of one proxy: intent, outcome, refusal, and the change that everybody may know of. */
public final class RouteRecords {
    private static final Logger log = LoggerFactory.getLogger(RouteRecords.class);

    private final Recorder recorder;
    private final Audit audit;
    private final ScopeMetrics metrics;
    private final String node;
    private final String instance;
    private final String proxy;
    private final Map<String, List<String>> told = new HashMap<>();

    public RouteRecords(Recorder recorder, ScopeMetrics metrics, String node, String instance, String proxy) {
        this.recorder = recorder;
        this.audit = new Audit(recorder, metrics.audit());
        this.metrics = metrics;
        this.node = node;
        this.instance = instance;
        this.proxy = proxy;
    }

    /** The action may follow when this completes; never fails. */
    public Future<Void> intent(RouteAction.SetBackend set) {
        RouteAction.Cause cause = set.cause();
        Intent data = Intent.newBuilder()
                .setActionId(actionId(set))
                .setAction(cause.reason().action())
                .setTarget(director() + "/" + set.backend())
                .setEpoch(cause.epoch())
                .setReason(cause.reason().sentence())
                .setCommandId(cause.commandId())
                .setWithheld(set.withheld())
                .build();
        if (set.withheld()) {
            log.info(
                    "Would {}: {}. mode=observe backend={} up={} down={}",
                    cause.reason().action(),
                    cause.reason().sentence(),
                    set.backend(),
                    set.servers().up(),
                    set.servers().down());
        }
        return audit.intent(director(), data);
    }

    public void outcome(RouteAction.SetBackend set, RouteResult result, long took) {
        RouteAction.Cause cause = set.cause();
        if (result.done()) {
            changed(set, result);
        } else {
            log.warn("HAProxy did not take a change. proxy={} {}", proxy, result.summary());
        }
        metrics.routed(proxy, set.backend(), result.result());
        Outcome data = Outcome.newBuilder()
                .setActionId(actionId(set))
                .setAction(cause.reason().action())
                .setTarget(director() + "/" + set.backend())
                .setEpoch(cause.epoch())
                .setResult(result.result())
                .setDetail(result.summary())
                .setDurationUs(TimeUnit.NANOSECONDS.toMicros(took))
                .setCommandId(cause.commandId())
                .build();
        audit.outcome(director(), data);
    }

    public void already(RouteAction.Already already) {
        RouteAction.CommandName command = already.command();
        Outcome data = Outcome.newBuilder()
                .setActionId(command.id())
                .setAction(command.action())
                .setTarget(director())
                .setEpoch(command.epoch())
                .setResult(Result.RESULT_ALREADY)
                .setCommandId(command.id())
                .build();
        audit.outcome(director(), data);
    }

    public void refused(RouteAction.Refuse refuse) {
        RouteAction.CommandName command = refuse.command();
        Refusal data = Refusal.newBuilder()
                .setCommandId(command.id())
                .setAction(command.action())
                .setTarget(director())
                .setEpoch(command.epoch())
                .setReason(refuse.reason())
                .setDetail(refuse.detail())
                .build();
        audit.refused(director(), data);
    }

    private void changed(RouteAction.SetBackend set, RouteResult result) {
        log.info(
                "Route changed: {}. proxy={} backend={} up={} down={} sessions_ended={} epoch={}",
                set.cause().reason().sentence(),
                proxy,
                set.backend(),
                result.up(),
                set.servers().down(),
                result.sessionsEnded(),
                set.cause().epoch());
        if (isNews(set.backend(), result)) {
            recorder.local(EventType.ROUTE_CHANGED, director(), set.cause().commandId(), news(set, result));
        }
    }

    /** A backend that sent nobody anywhere, and still does not: the servers that were taken down besides are no news. */
    private boolean isNews(String backend, RouteResult result) {
        List<String> before = told.put(backend, result.up());
        boolean stillNobody = before != null && before.isEmpty() && result.up().isEmpty();
        return !stillNobody || result.sessionsEnded() > 0;
    }

    private RouteChanged news(RouteAction.SetBackend set, RouteResult result) {
        return RouteChanged.newBuilder()
                .setDirector(director())
                .setNode(node)
                .setBackend(set.backend())
                .addAllUp(result.up())
                .addAllDown(set.servers().down())
                .setEpoch(set.cause().epoch())
                .setSessionsEnded(result.sessionsEnded())
                .setReason(set.cause().reason().sentence())
                .build();
    }

    private String director() {
        return node + "/" + proxy;
    }

    private String actionId(RouteAction.SetBackend set) {
        return EventIds.command(instance, set.cause().epoch(), node, proxy, Long.toString(set.number()));
    }
}
