package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.SECOND;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.RouteInputs;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.decide.route.RouteState;
import io.pgbaton.nodeagent.decide.route.RouteTimer;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.sim.node.SimHaproxy;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.util.Optional;

/** The HAProxy of one agent: the real route machine, with a simulated proxy beside it. */
public final class SimRoutes {
    private static final long LOOK_AGAIN = SECOND;
    private static final long MOST_LAG = 16L << 20;

    private final SimAgent agent;
    private final SimNode node;
    private final Surroundings world;
    private final Adapters adapters;
    private final RouteSettings settings;
    private final ProxyPort proxy;
    private final AgentTimers<RouteTimer> timers;
    private final InquiryPort inquiry;
    private ScopeReading reading = ScopeReading.NOTHING;
    private boolean read;
    private RouteState state = RouteState.INITIAL;

    SimRoutes(SimAgent agent, SimNode node, Surroundings world, Adapters adapters) {
        this.agent = agent;
        this.node = node;
        this.world = world;
        this.adapters = adapters;
        this.settings = new RouteSettings(
                SimHaproxy.NAME,
                SimHaproxy.BACKEND,
                Optional.empty(),
                MOST_LAG,
                world.timing().autonomyAfter(),
                true);
        this.proxy = new ProxyPort(
                agent,
                node,
                world.scheduler(),
                world.random().fork(agent.instance().hashCode()));
        this.timers = new AgentTimers<>(agent, node, world.scheduler());
        this.inquiry = new InquiryPort(agent, node, world, this::writable);
    }

    public RouteState state() {
        return state;
    }

    void start() {
        proxy.look(this::accept);
        world.scheduler().after(LOOK_AGAIN, () -> agent.later(this::start));
    }

    void scopeRead(ScopeReading after, boolean afterGap) {
        ScopeReading before = read ? reading : ScopeReading.NOTHING;
        reading = after;
        read = true;
        // All of it in one step: what comes first is taken first, also by an agent that was not warmed up.
        agent.firstSlowly(ScopeReading.class, () -> {
            RouteInputs.between(now(), before, after, afterGap).forEach(this::take);
            inquiry.scopeRead(after);
        });
    }

    void etcdRewound() {
        read = false;
        inquiry.etcdRewound();
        accept(new RouteInput.EtcdRewound(now()));
    }

    /** A record of the bus, for this proxy or of somebody's primary. */
    public void heard(String id, Message content) {
        if (content instanceof PrimaryWritable writable) {
            inquiry.primaryWritable(writable.getEpoch(), writable.getMember());
            writable(writable);
        } else if (content instanceof Command command
                && !RouteInputs.proxy(command).isEmpty()) {
            accept(new RouteInput.CommandReceived(now(), id, now(), command));
        }
    }

    private void writable(PrimaryWritable told) {
        accept(new RouteInput.PrimaryWritable(now(), told.getEpoch(), told.getMember()));
    }

    private void accept(RouteInput input) {
        agent.firstSlowly(input.getClass(), () -> take(input));
    }

    private void take(RouteInput input) {
        RouteDecision decision = adapters.route().decide(settings, state, input);
        state = decision.next();
        if (!decision.actions().isEmpty()) {
            world.trace().note(node.name(), "<- route", decision.actions().size() * 31L + input.at(), input);
        }
        agent.witness().routed(agent, input, decision);
        decision.actions().forEach(this::carryOut);
    }

    private void carryOut(RouteAction action) {
        if (action instanceof RouteAction.StartTimer start) {
            timers.start(
                    start.timer(),
                    start.delay(),
                    () -> accept(new RouteInput.TimerFired(now(), start.timer(), start.generation())));
        } else if (action instanceof RouteAction.CancelTimer cancel) {
            timers.cancel(cancel.timer());
        } else if (action instanceof RouteAction.SetBackend set) {
            world.trace().note(node.name(), "-> route", set.number(), set);
            proxy.set(set, this::wasSet);
        } else if (action instanceof RouteAction.ReadEtcd) {
            agent.readEtcd();
        }
        // Refusals, and commands of which nothing is left to do, go to bus and journal: the witness has seen them.
    }

    private void wasSet(RouteSet result) {
        long number = result.action().number();
        agent.witness().routeSet(agent, result);
        accept(
                result.done()
                        ? new RouteInput.ActionDone(now(), number)
                        : new RouteInput.ActionFailed(now(), number, true));
        proxy.look(this::accept);
    }

    private long now() {
        return node.boot().now();
    }
}
