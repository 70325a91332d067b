package io.pgbaton.nodeagent.act.record;

import io.pgbaton.nodeagent.act.proxy.RouteResult;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteWording;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.RouteChanged;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of one proxy: intent, outcome, refusal, and the change that everybody may know of. */
public final class RouteRecords {
    private static final Logger log = LoggerFactory.getLogger(RouteRecords.class);

    private final Recorder recorder;
    private final Audit audit;
    private final ScopeMetrics metrics;
    private final RouteWording wording;
    private final String proxy;
    private final Map<String, List<String>> told = new HashMap<>();

    public RouteRecords(Recorder recorder, ScopeMetrics metrics, String node, String instance, String proxy) {
        this.recorder = recorder;
        this.audit = new Audit(recorder, metrics.audit());
        this.metrics = metrics;
        this.wording = new RouteWording(node, instance, proxy);
        this.proxy = proxy;
    }

    /** The action may follow when this completes; never fails. */
    public Future<Void> intent(RouteAction.SetBackend set) {
        RouteAction.Cause cause = set.cause();
        if (set.withheld()) {
            log.info(
                    "Would {}: {}. mode=observe backend={} up={} down={}",
                    cause.reason().action(),
                    cause.reason().sentence(),
                    set.backend(),
                    set.servers().up(),
                    set.servers().down());
        }
        return audit.intent(wording.director(), wording.intent(set));
    }

    public void outcome(RouteAction.SetBackend set, RouteResult result, long took) {
        if (result.done()) {
            changed(set, result);
        } else {
            log.warn("HAProxy did not take a change. proxy={} {}", proxy, result.summary());
        }
        metrics.routed(proxy, set.backend(), result.result());
        audit.outcome(
                wording.director(), wording.outcome(set, result.result(), result.summary(), Duration.ofNanos(took)));
    }

    public void already(RouteAction.Already already) {
        audit.outcome(wording.director(), wording.already(already.command()));
    }

    public void refused(RouteAction.Refuse refuse) {
        audit.refused(wording.director(), wording.refusal(refuse));
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
            RouteChanged news = wording.changed(set, result.up(), result.sessionsEnded());
            recorder.local(
                    EventType.ROUTE_CHANGED, wording.director(), set.cause().commandId(), news);
        }
    }

    /** A backend that sent nobody anywhere, and still does not: the servers that were taken down besides are no news. */
    private boolean isNews(String backend, RouteResult result) {
        List<String> before = told.put(backend, result.up());
        boolean stillNobody = before != null && before.isEmpty() && result.up().isEmpty();
        return !stillNobody || result.sessionsEnded() > 0;
    }
}
