package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.nodeagent.decide.route.RouteInput.ActionDone;
import io.pgbaton.nodeagent.decide.route.RouteInput.ActionFailed;
import io.pgbaton.nodeagent.decide.route.RouteInput.ProxySeen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the proxy shows and how it took its actions. */
final class ProxyRule {
    private ProxyRule() {}

    static void seen(RouteStep step, ProxySeen in) {
        boolean back = !step.proxy.reachable();
        step.proxy = new ProxyFacts(true, in.servers());
        if (in.reloaded() || back) {
            // A new worker starts with every server up, so clients may be where they should not be by now.
            step.sentBackends()
                    .forEach(backend -> step.sent(backend, step.sent(backend).forgotten()));
            step.endSessions(WantedRoutes.astray(step.reign, step.proxy.names(step.settings.primary())));
            step.quarrel = Quarrel.NONE;
            step.dontWait();
            Settling.settle(step, in.reloaded() ? RouteReason.PROXY_RELOADED : RouteReason.PROXY_SEEN);
            return;
        }
        Settling.settle(step, RouteReason.PROXY_SEEN);
        MaintenanceRule.keepDown(step);
        compare(step);
    }

    static void away(RouteStep step) {
        step.proxy = step.proxy.away();
    }

    private static void compare(RouteStep step) {
        SentBackend sent = step.sent(step.settings.primary());
        if (!step.settings.acts() || !sent.inFlight().isEmpty() || step.retry.waiting()) {
            return;
        }
        Set<String> insisting = insisting(step, sent.up());
        step.quarrel = insisting.isEmpty() ? step.quarrel.peace(step.at) : step.quarrel.goesOn(step.at);
        if (!step.quarrel.patienceOver() || step.quarrel.givenIn()) {
            return;
        }
        if (step.quarrel.exhausted()) {
            step.quarrel = step.quarrel.givingIn();
            step.act(new RouteAction.GiveIn(step.settings.primary(), List.copyOf(insisting), step.reign.epoch()));
            return;
        }
        step.quarrel = step.quarrel.spokenAgain();
        step.sayAgain();
        Settling.settle(step, RouteReason.PROXY_CONTRADICTS);
    }

    /**
     * Servers that its checks brought up against us: writes might go to a standby. One that they took down is left to them;
     * they ask the leader itself, and a leader that is dead still holds its key for up to a ttl.
     */
    private static Set<String> insisting(RouteStep step, Map<String, Boolean> sent) {
        Set<String> insisting = new TreeSet<>();
        for (ServerView server : step.proxy.of(step.settings.primary())) {
            Boolean told = sent.get(server.name());
            if (server.steerable() && told != null && !told && server.up()) {
                insisting.add(server.name());
            }
        }
        return insisting;
    }

    static void done(RouteStep step, ActionDone in) {
        if (land(step, in.number()).isPresent() && !step.retry.waiting()) {
            step.retry = Retry.NONE;
        }
    }

    static void failed(RouteStep step, ActionFailed in) {
        Optional<SetBackend> landed = land(step, in.number());
        if (landed.isEmpty() || !in.passing()) {
            return;
        }
        SetBackend action = landed.get();
        SentBackend sent = step.sent(action.backend());
        step.sent(
                action.backend(),
                sent.forgotten().owing(new TreeSet<>(action.servers().endSessions())));
        step.retry = step.retry.failed();
        step.start(RouteTimer.RETRY, step.retry.delay());
    }

    static void retry(RouteStep step) {
        step.retry = step.retry.goOn();
        Settling.settle(step, RouteReason.RETRY);
    }

    private static Optional<SetBackend> land(RouteStep step, long number) {
        for (String backend : step.sentBackends()) {
            SentBackend sent = step.sent(backend);
            for (SetBackend action : sent.inFlight()) {
                if (action.number() == number) {
                    step.sent(backend, sent.landed(action));
                    return Optional.of(action);
                }
            }
        }
        return Optional.empty();
    }
}
