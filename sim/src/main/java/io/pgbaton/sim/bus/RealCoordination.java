package io.pgbaton.sim.bus;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.agent.RouteSet;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.node.SimHaproxy;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The real handover machine over the bus: agents that say what they see, two coordinators of which one owns the scope,
 * and
 * commands that come back. When the owner is silent for the session's timeout the other takes over; an owner that was
 * only
 * stopped goes on for a moment, as one does that has not heard of it.
 */
public final class RealCoordination implements Witness {
    private static final long SESSION_TIMEOUT = 6 * SECOND;
    private static final long REGISTRATION = 6 * SECOND;
    private static final int REDELIVERED = 5;

    private final Surroundings world;
    private final List<SimNode> nodes;
    private final Adapters adapters;
    private final SimBus bus = new SimBus();
    private final Partition partition = new Partition(bus);
    // Looked up, never iterated.
    private final Map<SimAgent, AgentVoice> voices = new HashMap<>();
    private final Map<SimNode, SimJournal> journals = new HashMap<>();
    private final Map<SimNode, AgentRegistration> registrations = new HashMap<>();
    private final Map<SimNode, Long> lastAlive = new HashMap<>();
    private final Map<SimNode, SimReader> readers = new HashMap<>();
    private final Map<SimNode, SimReader> listeners = new HashMap<>();
    private final List<SimCoordinator> former = new ArrayList<>();
    private SimCoordinator owner;
    private long silentSince = -1;
    private int reigns;
    private boolean contested;

    public RealCoordination(Surroundings world, List<SimNode> nodes, Adapters adapters) {
        this.world = world;
        this.adapters = adapters;
        this.nodes = nodes;
    }

    public SimBus bus() {
        return bus;
    }

    /** Whether two coordinators ever believed to own the scope, because one of them was stopped and went on. */
    public boolean wasContested() {
        return contested;
    }

    public void start() {
        elect();
        watchGroup();
    }

    public void killOwner() {
        world.trace().note("bus", "FAULT", reigns, "SIGKILL coordinator");
        owner.end();
    }

    /** SIGSTOP: another may own the scope by the time it goes on. */
    public void stopOwner(long span) {
        world.trace().note("bus", "FAULT", span, "SIGSTOP coordinator");
        SimCoordinator stopped = owner;
        stopped.process().stop();
        world.scheduler().after(span, stopped.process()::resume);
    }

    public void loseBus(long span) {
        world.trace().note("bus", "FAULT", span, "the broker is away");
        bus.away(true);
        world.scheduler().after(span, () -> bus.away(false));
    }

    /** Kafka gives the partition to another member of the group, as it does when one joins or leaves. */
    public void rebalance(long pause) {
        world.trace().note("bus", "FAULT", pause, "the group is rebalanced");
        SimCoordinator before = owner;
        before.end();
        world.scheduler().after(pause, () -> {
            if (owner == before) {
                elect();
            }
        });
    }

    /** The agent of this node gets its last commands once more. */
    public void redeliver(SimNode node, long records) {
        world.trace().note(node.name(), "FAULT", records, "commands come again");
        Optional.ofNullable(readers.get(node)).ifPresent(reader -> reader.goBack(records));
    }

    /** The disk of the journal of this node's agent takes nothing for a while. */
    public void fillDisk(SimNode node, long span) {
        world.trace().note(node.name(), "FAULT", span, "disk of the journal full");
        Optional.ofNullable(journals.get(node)).ifPresent(journal -> {
            journal.diskFull(true);
            world.scheduler().after(span, () -> journal.diskFull(false));
        });
    }

    /** The owner's wall clock is set wrong. */
    public void setWall(long error) {
        owner.wallError(error);
    }

    /** Records that no journal could keep: neither on disk nor in memory, or in memory alone when the process ended. */
    public long lost() {
        return journals.values().stream().mapToLong(SimJournal::lost).sum();
    }

    /** Whether all that the agents of this node recorded is on the bus. */
    public boolean recorded(SimNode node) {
        return journals.get(node).empty();
    }

    @Override
    public void restarted(SimNode node) {
        Optional.ofNullable(journals.get(node)).ifPresent(SimJournal::processEnded);
    }

    /** An agent has begun: it says what it sees and takes commands, some of them again. */
    public void began(SimAgent agent) {
        SimNode node = agent.node();
        SimJournal journal = journals.computeIfAbsent(node, n -> new SimJournal(n, bus, world));
        voices.put(agent, new AgentVoice(agent, world, journal));
        registrations.put(
                node,
                AgentRegistration.newBuilder()
                        .setNode(node.name())
                        .setMember(node.name())
                        .setInstance(agent.instance())
                        .addAddresses("write")
                        .addProxies(SimHaproxy.NAME)
                        .setMode("act")
                        .build());
        SimReader before = readers.remove(node);
        if (before != null) {
            before.close();
        }
        long from = Math.max(0, bus.log(Topic.COMMANDS).size() - world.random().between(0, REDELIVERED));
        SimReader.Place place = new SimReader.Place(Topic.COMMANDS, from, node.network()::peers);
        SimReader reader = new SimReader(
                bus,
                world.scheduler(),
                world.random(),
                place,
                (offset, record) -> agent.later(() -> command(agent, record.id(), record.data(Command.class))));
        readers.put(node, reader);
        listen(agent);
    }

    /** Of the observations of others an agent wants to know when a primary takes writes. It goes on where it was. */
    private void listen(SimAgent agent) {
        SimNode node = agent.node();
        SimReader before = listeners.remove(node);
        long from = before == null ? 0 : before.close();
        SimReader.Place place = new SimReader.Place(Topic.OBSERVATIONS, from, node.network()::peers);
        listeners.put(node, new SimReader(bus, world.scheduler(), world.random(), place, (offset, record) -> {
            if (record.type() == EventType.PRIMARY_WRITABLE) {
                agent.later(() -> agent.routes().heard(record.id(), record.data(PrimaryWritable.class)));
            }
        }));
    }

    private static void command(SimAgent agent, String id, Command command) {
        if (!command.getNode().equals(agent.node().name())) {
            return;
        }
        if (command.hasAcquireAddress()) {
            agent.feed(new AddressInput.AcquireCommanded(agent.node().boot().now(), id, command.getEpoch()));
        } else {
            agent.routes().heard(id, command);
        }
    }

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        voices.get(agent).decided(decision);
    }

    @Override
    public void routed(SimAgent agent, RouteInput input, RouteDecision decision) {
        voices.get(agent).routed(decision);
    }

    @Override
    public void routeSet(SimAgent agent, RouteSet result) {
        voices.get(agent).routeSet(result);
    }

    @Override
    public void observed(SimAgent agent, Observed fact) {
        voices.get(agent).observed(fact);
    }

    @Override
    public void scopeRead(SimAgent agent, ScopeReading reading, boolean afterGap) {
        voices.get(agent).scopeRead(reading, afterGap);
    }

    /** What the world has not been told yet of a cluster at rest, led by this member in this epoch; "" when nothing. */
    public String untold(String leader, long epoch) {
        Set<String> open = new TreeSet<>();
        for (BusRecord event : bus.log(Topic.EVENTS)) {
            if (event.type() == EventType.HANDOVER_STARTED) {
                open.add(event.correlationId());
            }
        }
        for (BusRecord event : bus.log(Topic.EVENTS)) {
            if (event.type() == EventType.HANDOVER_COMPLETED || event.type() == EventType.HANDOVER_FAILED) {
                open.remove(event.correlationId());
            }
        }
        if (!open.isEmpty()) {
            return "handovers are still open: " + open;
        }
        if (!owner.settled() || !journals.values().stream().allMatch(SimJournal::empty)) {
            return "not all that was recorded is on the bus";
        }
        ClusterState state = Published.of(bus).described();
        boolean described = state.getLeader().equals(leader) && state.getEpoch() == epoch && state.getWritable();
        // A coordinator that was stopped and goes on may describe the past once more; the next change corrects it.
        // What was lost with a full disk is said again in the next reign.
        return described || contested || lost() > 0
                ? ""
                : "the cluster is described as led by '" + state.getLeader() + "' in epoch " + state.getEpoch()
                        + (state.getWritable() ? "" : ", not writable");
    }

    private void elect() {
        reigns++;
        owner = new SimCoordinator(
                "co" + (reigns % 2 + 1) + "#" + reigns, world, adapters, partition, this::registered);
        owner.begin();
        silentSince = -1;
    }

    private void watchGroup() {
        world.scheduler().after(250 * MILLIS, this::watchGroup);
        boolean alive = owner.process().running() && !owner.over();
        if (owner.gaveUp()) {
            elect();
        } else if (alive) {
            silentSince = -1;
        } else if (silentSince < 0) {
            silentSince = world.scheduler().now();
        } else if (world.scheduler().now() - silentSince >= SESSION_TIMEOUT) {
            SimCoordinator before = owner;
            former.add(before);
            elect();
        }
        former.removeIf(this::hasHeard);
    }

    /** A former owner that goes on learns by its next poll that the partition is another's. */
    private boolean hasHeard(SimCoordinator before) {
        boolean hears =
                before.over() || (before.process().running() && world.random().chance(0.5));
        contested |= !before.over();
        if (hears) {
            before.end();
        }
        return hears;
    }

    /** A registration is on a lease: it stays a while after its agent is gone. */
    private List<AgentRegistration> registered() {
        List<AgentRegistration> present = new ArrayList<>();
        for (SimNode node : nodes) {
            if (!node.agent().dead() && node.network().etcd()) {
                lastAlive.put(node, world.scheduler().now());
            }
            boolean fresh = world.scheduler().now() - lastAlive.getOrDefault(node, -REGISTRATION) < REGISTRATION;
            if (fresh && registrations.containsKey(node)) {
                present.add(registrations.get(node));
            }
        }
        return present;
    }
}
