package io.pgbaton.sim.agent;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.sim.agent.Adapters.Habit;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimProcess;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.time.Spans;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One run of one agent: the real machine, with simulated hands and eyes. Its state dies with it. */
public final class SimAgent {
    /** From a change in the kernel to its netlink event in the agent. */
    private static final long NOTICE = 300 * Spans.MICROS;

    private static final long LOOK_AGAIN = 20 * Spans.MILLIS;

    private final SimNode node;
    private final SimProcess process;
    private final Surroundings world;
    private final Adapters adapters;
    private final Witness witness;
    private final KeyPort key;
    private final LinkPort link;
    private final ProbePort probe;
    private final ScopeWatch watch;
    private final AgentTimers<AddressAction.Timer> timers;
    private final PrimaryPort primary;
    private final SimRoutes routes;
    private final ColdStart coldStart;
    private final BooleanSupplier recorded;
    private AddressState state;

    /**
     * What one run of an agent has of its own.
     *
     * @param cold it was not warmed up after it started
     * @param recorded whether all that it recorded is on the bus
     */
    public record Run(AddressRules rules, boolean cold, BooleanSupplier recorded) {}

    public SimAgent(SimNode node, Surroundings world, Adapters adapters, Witness witness, Run run) {
        this.node = node;
        this.process = node.newAgentProcess();
        this.world = world;
        this.adapters = adapters;
        this.witness = witness;
        this.key = new KeyPort(this, node, world);
        this.link = new LinkPort(this, node, world);
        this.probe = new ProbePort(this, node, world.scheduler(), world.random(), this::feed);
        this.watch = new ScopeWatch(this, node, world);
        this.timers = new AgentTimers<>(this, node, world.scheduler());
        this.coldStart = new ColdStart(world.scheduler(), world.random(), process, run.cold());
        this.recorded = run.recorded();
        this.state = AddressState.initial(run.rules(), node.boot().now());
        this.primary = new PrimaryPort(this, node, world);
        this.routes = new SimRoutes(this, node, world, adapters);
    }

    public void start() {
        witness.restarted(node);
        AddressDecision first = AddressMachine.start(state, node.boot().now());
        state = first.next();
        first.actions().forEach(this::carryOut);
        node.kernel().listen(this::hint);
        watch.start();
        routes.start();
    }

    private void hint() {
        if (!gone()) {
            world.scheduler()
                    .after(
                            NOTICE,
                            () -> later(() ->
                                    feed(new AddressInput.LinkHinted(node.boot().now()))));
        }
    }

    /** Does it when the process runs, never after its death. */
    public void later(Runnable step) {
        process.run(step);
    }

    /** Takes one input in; only while the process runs. */
    public void feed(AddressInput input) {
        firstSlowly(input.getClass(), () -> take(input));
    }

    /** Once loaded, a kind of step takes no time. */
    void firstSlowly(Object kind, Runnable step) {
        coldStart.run(kind, step);
    }

    private void take(AddressInput input) {
        AddressDecision decision = adapters.decide().apply(state, input);
        state = decision.next();
        world.trace().note(node.name(), "<-", decision.actions().size() * 31L + input.at(), input);
        witness.decided(this, input, decision);
        for (AddressAction action : decision.actions()) {
            carryOut(action);
        }
        if (input instanceof AddressInput.PostgresSeen in) {
            primary.postgresSeen(in);
        } else if (input instanceof AddressInput.EtcdRewound) {
            routes.etcdRewound();
        }
    }

    void scopeRead(ScopeReading reading, boolean afterGap) {
        primary.scopeRead(reading, afterGap);
        routes.scopeRead(reading, afterGap);
    }

    void observed(Observed fact) {
        if (fact.data() instanceof PrimaryWritable writable) {
            routes.heard("", writable);
        }
        witness.observed(this, fact);
    }

    void readEtcd() {
        watch.readNow();
    }

    public SimRoutes routes() {
        return routes;
    }

    public void silenceWatch() {
        watch.goSilent();
    }

    public SimNode node() {
        return node;
    }

    public String instance() {
        return state.rules().instance();
    }

    public AddressState state() {
        return state;
    }

    public boolean gone() {
        return process.dead();
    }

    Witness witness() {
        return witness;
    }

    List<Compare> conditions(AddressAction.TakeKey action) {
        return adapters.conditions().apply(node.name(), action);
    }

    boolean has(Habit habit) {
        return adapters.has(habit);
    }

    private void carryOut(AddressAction action) {
        if (!(action instanceof AddressAction.StartTimer)) {
            world.trace().note(node.name(), "->", 0, action);
        }
        if (action instanceof AddressAction.StartTimer a) {
            timers.start(
                    a.timer(),
                    a.delay(),
                    () -> feed(new AddressInput.TimerFired(node.boot().now(), a.timer())));
        } else if (action instanceof AddressAction.ChangeLink a) {
            change(a);
        } else if (action instanceof AddressAction.LookAtLink) {
            link.look();
        } else if (action instanceof AddressAction.Announce a) {
            link.announce(a.deadline());
        } else if (action instanceof AddressAction.Finished) {
            process.kill();
            witness.restarted(node);
        } else {
            ask(action);
        }
    }

    private void change(AddressAction.ChangeLink action) {
        boolean waits = action.operation() == AddressAction.LinkOperation.DROP
                && !has(Habit.RELEASES_FIRST)
                && !recorded.getAsBoolean();
        if (waits) {
            world.scheduler().after(LOOK_AGAIN, () -> later(() -> change(action)));
        } else {
            link.change(action);
        }
    }

    private void ask(AddressAction action) {
        if (action instanceof AddressAction.ReadBack) {
            key.readBack();
        } else if (action instanceof AddressAction.TakeKey a) {
            key.take(a);
        } else if (action instanceof AddressAction.MarkReleased a) {
            key.mark(a);
        } else if (action instanceof AddressAction.AskLease a) {
            key.askLease(a.lease());
        } else if (action instanceof AddressAction.AskPatroni) {
            probe.askPatroni();
        } else if (action instanceof AddressAction.AskPostgres) {
            probe.askPostgres();
        } else if (action instanceof AddressAction.AwaitWritable a) {
            probe.awaitWritable(a.on());
        }
        // Facts, alarms and records go to bus and journal: the witness has seen them.
    }
}
