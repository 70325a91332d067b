package io.pgbaton.sim;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.agent.Witnesses;
import io.pgbaton.sim.bus.RealCoordination;
import io.pgbaton.sim.bus.SimpleCoordinator;
import io.pgbaton.sim.check.Invariants;
import io.pgbaton.sim.check.Settled;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Three nodes of one scope, one address, their etcd and a coordinator: the map of the simulation. */
public final class SimWorld {
    private static final List<String> NAMES = List.of("n1", "n2", "n3");

    private final Surroundings parts;
    private final Adapters adapters;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SimAgent> agents = new ArrayList<>();
    private final SimpleCoordinator coordinator;
    private final Optional<RealCoordination> coordination;
    private final Invariants invariants;
    private final Witness witness;
    private long instances;
    private long epochs;

    /** Who sends the commands: a coordinator at its worst that knows no handover, or the real machine over a bus. */
    public enum Coordinator {
        SIMPLE,
        REAL
    }

    /** @param observer is told of what the agents do, besides the rules */
    public SimWorld(Surroundings parts, Adapters adapters, Coordinator who, Witness observer) {
        this.parts = parts;
        this.adapters = adapters;
        for (String name : NAMES) {
            nodes.add(new SimNode(name, parts, this::peersAgree));
            agents.add(null);
        }
        nodes.forEach(node -> node.join(nodes, parts));
        this.invariants = new Invariants(parts, nodes);
        this.coordination =
                who == Coordinator.REAL ? Optional.of(new RealCoordination(parts, nodes, adapters)) : Optional.empty();
        coordination.ifPresent(invariants::listenTo);
        this.coordinator = new SimpleCoordinator(parts.scheduler(), parts.random(), NAMES, this::send, this::bring);
        this.witness = new Witnesses(List.of(invariants.witness(), voices(), observer));
        if (coordination.isEmpty()) {
            parts.etcd().listen(coordinator::changed);
        }
        parts.etcd().listen(this::leaderChanged);
    }

    /** Whoever hears what agents say. */
    private Witness voices() {
        return coordination.<Witness>map(c -> c).orElseGet(() -> new Witness() {
            @Override
            public void observed(SimAgent agent, Observed fact) {
                if (agent.node().network().peers() && fact.data() instanceof PrimaryWritable said) {
                    coordinator.writable(said);
                }
            }
        });
    }

    /** @param neverHeld the scope has had no holder yet; otherwise one that let go in good order */
    public void begin(boolean neverHeld) {
        coordination.ifPresent(RealCoordination::start);
        if (parts.failsafeMode()) {
            parts.etcd().put(List.of(), Keys.FAILSAFE, new EtcdValue.Text("n1,n2,n3"), 0);
        }
        if (!neverHeld) {
            parts.etcd().put(List.of(), Keys.ADDRESS, new EtcdValue.Claim(true, "n3", "n3#0", 0, 0), 0);
        }
    }

    public void start(SimNode node) {
        node.patroni().start();
        node.haproxy().start();
        startAgent(node);
    }

    public void startAgent(SimNode node) {
        startAgent(node, false);
    }

    /** @param cold it was not warmed up: the first of each of its steps is slow */
    public void startAgent(SimNode node, boolean cold) {
        instances++;
        AddressRules rules = new AddressRules(
                Keys.SCOPE.key(),
                "write",
                node.name(),
                node.name(),
                "machine of " + node.name(),
                node.name() + "#" + instances,
                parts.timing().lifetime(),
                parts.timing().autonomyAfter(),
                false);
        BooleanSupplier recorded = () -> coordination.map(c -> c.recorded(node)).orElse(true);
        SimAgent agent = new SimAgent(node, parts, adapters, witness, new SimAgent.Run(rules, cold, recorded));
        agents.set(nodes.indexOf(node), agent);
        coordination.ifPresent(c -> c.began(agent));
        agent.later(agent::start);
    }

    public void killAgent(SimNode node) {
        node.agent().kill();
        witness.restarted(node);
    }

    public void reboot(SimNode node, long after) {
        node.crash();
        witness.restarted(node);
        parts.scheduler().after(after, () -> {
            node.booted();
            witness.booted(node);
            startAgent(node);
        });
    }

    /** Runs until this world time; checks every rule after every step. */
    public void run(long until) {
        while (parts.scheduler().step(until)) {
            invariants.afterStep();
        }
    }

    public Surroundings parts() {
        return parts;
    }

    public List<SimNode> nodes() {
        return nodes;
    }

    public SimNode node(String name) {
        return nodes.stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node '" + name + "', only " + NAMES));
    }

    public SimAgent agent(SimNode node) {
        return agents.get(nodes.indexOf(node));
    }

    /** Empty when the simple coordinator sends the commands. */
    public Optional<RealCoordination> coordination() {
        return coordination;
    }

    public SimpleCoordinator coordinator() {
        return coordinator;
    }

    public Settled settled() {
        return new Settled(parts.etcd(), nodes, coordination);
    }

    /** How many reigns there were. */
    public long epochs() {
        return epochs;
    }

    private void leaderChanged(Change change) {
        epochs += change.key().equals(Keys.LEADER) && change.now().isPresent() ? 1 : 0;
        if (change.key().equals(Keys.LEADER) || change.key().equals(Keys.FAILOVER)) {
            nodes.forEach(SimNode::leaderChanged);
        }
    }

    private boolean peersAgree(SimNode asking) {
        boolean all = asking.network().peers();
        for (SimNode node : nodes) {
            all &= node == asking || node.acceptsFailsafe();
        }
        return all;
    }

    private void bring(String name, String id, Message content) {
        SimNode node = node(name);
        if (node.network().peers() && !node.agent().dead()) {
            SimAgent agent = agent(node);
            agent.later(() -> agent.routes().heard(id, content));
        }
    }

    /** Brings a command to the agent of this node, if it can be reached. */
    public void send(String name, SimpleCoordinator.Command command) {
        SimNode node = node(name);
        if (node.network().peers() && !node.agent().dead()) {
            SimAgent agent = agent(node);
            agent.later(() ->
                    agent.feed(new AddressInput.AcquireCommanded(node.boot().now(), command.id(), command.epoch())));
        }
    }
}
