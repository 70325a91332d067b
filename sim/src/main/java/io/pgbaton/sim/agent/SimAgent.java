package io.pgbaton.sim.agent;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimProcess;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.time.Spans;
import java.util.List;

/** One run of one agent: the real machine, with simulated hands and eyes. Its state dies with it. */
public final class SimAgent {
    /** From a change in the kernel to its netlink event in the agent. */
    private static final long NOTICE = 300 * Spans.MICROS;

    private final SimNode node;
    private final SimProcess process;
    private final Surroundings world;
    private final Adapters adapters;
    private final Witness witness;
    private final KeyPort key;
    private final LinkPort link;
    private final ProbePort probe;
    private final ScopeWatch watch;
    private final AgentTimers timers;
    private final ColdStart coldStart;
    private AddressState state;

    /** @param cold it was not warmed up after it started */
    public SimAgent(
            SimNode node, Surroundings world, Adapters adapters, AddressRules rules, Witness witness, boolean cold) {
        this.node = node;
        this.process = node.newAgentProcess();
        this.world = world;
        this.adapters = adapters;
        this.witness = witness;
        this.key = new KeyPort(this, node, world);
        this.link = new LinkPort(this, node, world);
        this.probe = new ProbePort(this, node, world);
        this.watch = new ScopeWatch(this, node, world);
        this.timers = new AgentTimers(this, node, world.scheduler());
        this.coldStart = new ColdStart(world.scheduler(), world.random(), process, cold);
        this.state = AddressState.initial(rules, node.boot().now());
    }

    public void start() {
        witness.restarted(node);
        AddressDecision first = AddressMachine.start(state, node.boot().now());
        state = first.next();
        first.actions().forEach(this::carryOut);
        node.kernel().listen(this::hint);
        watch.start();
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
    }

    public void silenceWatch() {
        watch.goSilent();
    }

    /** Asks PostgreSQL every 10 ms as long as anybody waits for its promotion. */
    public void awaitWritable(Object who, boolean on) {
        probe.awaitWritable(who, on);
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

    boolean checksCalls() {
        return adapters.checksCalls();
    }

    private void carryOut(AddressAction action) {
        if (!(action instanceof AddressAction.StartTimer)) {
            world.trace().note(node.name(), "->", 0, action);
        }
        if (action instanceof AddressAction.StartTimer a) {
            timers.start(a.timer(), a.delay());
        } else if (action instanceof AddressAction.ChangeLink a) {
            link.change(a);
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
            probe.awaitWritable(this, a.on());
        }
        // Facts, alarms and records go to bus and journal: the witness has seen them.
    }
}
