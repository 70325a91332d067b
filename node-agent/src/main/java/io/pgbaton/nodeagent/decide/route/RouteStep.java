package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteAction.CommandName;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One decision in the making: the facts so far and the actions so far. Lives as long as the decision. */
final class RouteStep {
    final RouteSettings settings;
    final long at;
    Reign reign;
    Optional<RouteInput.PrimaryWritable> ahead;
    SwitchoverFacts switchover;
    List<MemberView> members;
    ProxyFacts proxy;
    CommandMemory commands;
    Quarrel quarrel;
    Retry retry;
    Hands hands;
    private final Map<String, SentBackend> sent;
    private final Map<RouteTimer, Long> timers;
    private final List<RouteAction> actions = new ArrayList<>();
    private long counter;

    RouteStep(RouteSettings settings, RouteState state, long at) {
        this.settings = settings;
        this.at = at;
        reign = state.reign();
        ahead = state.ahead();
        switchover = state.switchover();
        members = state.members();
        proxy = state.proxy();
        commands = state.commands();
        quarrel = state.quarrel();
        retry = state.retry();
        hands = state.hands();
        sent = new HashMap<>(state.sent());
        timers = new HashMap<>(state.timers());
        counter = state.counter();
    }

    RouteDecision decided() {
        RouteState next = new RouteState(
                reign,
                ahead,
                switchover,
                members,
                proxy,
                Map.copyOf(sent),
                commands,
                Map.copyOf(timers),
                quarrel,
                retry,
                hands,
                counter);
        return new RouteDecision(next, actions);
    }

    void act(RouteAction action) {
        actions.add(action);
    }

    void refuse(CommandName command, RefusalReason reason, String detail) {
        act(new RouteAction.Refuse(command, reason, detail));
    }

    long nextNumber() {
        return ++counter;
    }

    SentBackend sent(String backend) {
        return sent.getOrDefault(backend, SentBackend.NOTHING);
    }

    Set<String> sentBackends() {
        return Set.copyOf(sent.keySet());
    }

    void sent(String backend, SentBackend now) {
        sent.put(backend, now);
    }

    /** The whole of the primary backend is said again, and does not wait for a retry. */
    void sayAgain() {
        sent(settings.primary(), sent(settings.primary()).forgotten());
        dontWait();
    }

    /** Of these servers no session is to stay in the primary backend. */
    void endSessions(Set<String> servers) {
        sent(settings.primary(), sent(settings.primary()).owing(servers));
    }

    void dontWait() {
        retry = retry.goOn();
        cancel(RouteTimer.RETRY);
    }

    void start(RouteTimer timer, long delay) {
        long generation = nextNumber();
        timers.put(timer, generation);
        act(new RouteAction.StartTimer(timer, generation, delay));
    }

    void cancel(RouteTimer timer) {
        if (timers.remove(timer) != null) {
            act(new RouteAction.CancelTimer(timer));
        }
    }

    boolean runs(RouteTimer timer) {
        return timers.containsKey(timer);
    }

    /** False for a timer that was replaced or cancelled while its firing was on its way. */
    boolean fires(RouteInput.TimerFired fired) {
        return timers.remove(fired.timer(), fired.generation());
    }
}
