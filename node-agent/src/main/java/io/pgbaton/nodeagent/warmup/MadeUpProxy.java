package io.pgbaton.nodeagent.warmup;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.RouteRecords;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.RouteInputs;
import io.pgbaton.nodeagent.decide.route.RouteMachine;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.decide.route.RouteState;
import io.pgbaton.nodeagent.decide.route.RouteWording;
import io.pgbaton.nodeagent.decide.route.ServerView;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.PrepareRoute;
import io.pgbaton.proto.v1.Route;
import io.pgbaton.proto.v1.RouteChanged;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** A route machine and an HAProxy that does at once what it is told. */
final class MadeUpProxy {
    private static final String NAME = "proxy";
    private static final String PRIMARY = "primary";
    private static final RouteWording WORDING = new RouteWording(WarmUp.HERE, "warm-up", NAME);
    private static final RouteSettings SETTINGS =
            new RouteSettings(NAME, PRIMARY, Optional.of("replicas"), 1 << 20, 200 * WarmUp.STEP, true);

    private final Recorder recorder;
    private final RouteRecords records;
    private final Queue<RouteInput> inputs = new ArrayDeque<>();
    private RouteState state = RouteState.INITIAL;
    private int routed;

    MadeUpProxy(Recorder recorder) {
        this.recorder = recorder;
        ScopeMetrics nobodys = new ScopeMetrics(new SimpleMeterRegistry(), WarmUp.SCOPE, () -> 0);
        this.records = new RouteRecords(recorder, nobodys, WarmUp.HERE, "warm-up", NAME);
        List<ServerView> servers =
                List.of(new ServerView(WarmUp.HERE, true, true), new ServerView(WarmUp.THERE, true, true));
        give(new RouteInput.ProxySeen(0, Map.of(PRIMARY, servers, "replicas", servers), false));
    }

    /** How often writes were sent to a member. */
    int routed() {
        return routed;
    }

    void scopeRead(long now, ScopeReading before, ScopeReading after) {
        RouteInputs.between(now, before, after, false).forEach(this::give);
    }

    void commanded(long now, String member, long epoch) {
        command(
                now,
                "prepare-" + epoch,
                Command.newBuilder()
                        .setEpoch(epoch)
                        .setPrepareRoute(
                                PrepareRoute.newBuilder().setProxy(NAME).setNewMember(member))
                        .build());
        give(new RouteInput.PrimaryWritable(now, epoch, member));
        command(
                now,
                "route-" + epoch,
                Command.newBuilder()
                        .setEpoch(epoch)
                        .setRoute(Route.newBuilder().setProxy(NAME).setMember(member))
                        .build());
    }

    private void command(long now, String id, Command command) {
        give(new RouteInput.CommandReceived(now, id, now, command));
    }

    private void give(RouteInput first) {
        inputs.add(first);
        while (!inputs.isEmpty()) {
            RouteInput input = inputs.poll();
            RouteDecision decision = RouteMachine.decide(SETTINGS, state, input);
            state = decision.next();
            decision.actions().forEach(action -> carryOut(action, input.at()));
        }
    }

    private void carryOut(RouteAction action, long now) {
        if (action instanceof RouteAction.SetBackend set) {
            records.intent(set);
            routed += set.backend().equals(PRIMARY) && !set.servers().up().isEmpty() ? 1 : 0;
            tell(set);
            inputs.add(new RouteInput.ActionDone(now, set.number()));
        } else if (action instanceof RouteAction.Already already) {
            records.already(already);
        }
    }

    /** Not by the records, which would write into the log what never was. */
    private void tell(RouteAction.SetBackend set) {
        RouteChanged data = WORDING.changed(set, set.servers().up(), 0);
        recorder.local(EventType.ROUTE_CHANGED, data.getDirector(), set.cause().commandId(), data);
    }
}
