package io.pgbaton.sim.bus;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.coordinator.decide.Action;
import io.pgbaton.coordinator.decide.Decision;
import io.pgbaton.coordinator.decide.Identity;
import io.pgbaton.coordinator.decide.Input;
import io.pgbaton.coordinator.decide.Moment;
import io.pgbaton.coordinator.decide.ScopeState;
import io.pgbaton.coordinator.decide.TimerKey;
import io.pgbaton.coordinator.decide.Timings;
import io.pgbaton.coordinator.observe.Offsets;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.runtime.bus.TopicSlice;
import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.node.SimProcess;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.time.SimScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One reign of one coordinator over the scope: it claims the record in etcd, replays the bus from the committed
 * offsets,
 * goes on live, and ends by its death, by losing its partition, or by finding that another has claimed the record.
 */
final class SimCoordinator {
    private static final Duration HANDOVER_TIMEOUT = Duration.ofSeconds(30);

    private final String run;
    private final Surroundings world;
    private final Adapters adapters;
    private final SimScheduler scheduler;
    private final Partition partition;
    private final SimProcess process = new SimProcess();
    private final SimWriter writer;
    private final RecordStore store;
    private final Offsets offsets = new Offsets();
    private final List<SimReader> readers = new ArrayList<>();
    private final Map<TimerKey, SimScheduler.Event> timers = new HashMap<>();
    private final Supplier<List<AgentRegistration>> agents;
    private ScopeState state;
    private List<AgentRegistration> lastAgents = List.of();
    private Replay replay;
    private final long etcdLife;
    private boolean over;
    private boolean gaveUp;
    private long wallError;

    SimCoordinator(
            String run,
            Surroundings world,
            Adapters adapters,
            Partition partition,
            Supplier<List<AgentRegistration>> agents) {
        this.run = run;
        this.adapters = adapters;
        this.world = world;
        this.scheduler = world.scheduler();
        this.partition = partition;
        this.agents = agents;
        this.etcdLife = world.etcd().restores();
        this.writer = new SimWriter(partition.bus(), world, process, () -> true);
        this.store = new RecordStore(run, world, process, adapters.has(Adapters.Habit.SWAPS_RECORD));
        this.state = ScopeState.empty(
                new Identity(Keys.SCOPE, WorldTime.cluster(world.etcd()), "coordinator", run),
                Timings.of(HANDOVER_TIMEOUT));
    }

    SimProcess process() {
        return process;
    }

    void wallError(long nanos) {
        wallError = nanos;
    }

    /** Everything that it has said is on the bus. */
    boolean settled() {
        return writer.settled();
    }

    boolean over() {
        return over;
    }

    /** Stepped down by itself: whether the scope is still its own is for the group to say. */
    boolean gaveUp() {
        return gaveUp;
    }

    void begin() {
        store.claim(this::takeOver);
    }

    /** Dead, or its partition is another's: nothing that it was about to do happens. */
    void end() {
        over = true;
        process.kill();
        readers.forEach(SimReader::close);
        timers.values().forEach(SimScheduler.Event::cancel);
    }

    private void takeOver(HandoverRecord found) {
        Published published = Published.of(partition.bus());
        lastAgents = agents.get();
        replay = new Replay(partition.bus());
        submit(new Input.TookOver(now(), found, published.described(), lastAgents, HandsOff.NONE, published.ids()));
        read(Topic.OBSERVATIONS);
        read(Topic.AUDIT);
        endReplayIfDone();
        store.watch(by -> submit(new Input.RecordTaken(now(), by)));
        tick();
    }

    private void read(Topic topic) {
        TopicSlice slice = new TopicSlice(topic, 0);
        SimReader.Place place = new SimReader.Place(topic, partition.committed(slice), () -> true);
        readers.add(new SimReader(
                partition.bus(),
                scheduler,
                world.random(),
                place,
                (offset, record) -> process.run(() -> received(slice, offset, record))));
    }

    private void received(TopicSlice slice, long offset, BusRecord record) {
        offsets.begin(slice, offset);
        submit(new Input.Received(now(), record));
        offsets.done(slice, offset);
        replay.seen(slice.topic(), offset);
        endReplayIfDone();
    }

    private void endReplayIfDone() {
        if (replay.endsNow(partition)) {
            submit(new Input.ReplayEnded(now()));
        }
    }

    /** Twice a second: commit what is decided and published, look at the registrations. */
    private void tick() {
        scheduler.after(500 * MILLIS, () -> process.run(this::tick));
        if (world.etcd().restores() != etcdLife && world.etcd().hasQuorum()) {
            stepDown();
            return;
        }
        if (writer.settled()) {
            partition.commit(offsets.committable());
        }
        List<AgentRegistration> now = agents.get();
        if (!now.equals(lastAgents)) {
            lastAgents = now;
            submit(new Input.AgentsRead(now(), now));
        }
    }

    private void submit(Input input) {
        if (over) {
            return;
        }
        Decision decision = adapters.coordinate().apply(state, input);
        state = decision.next();
        world.trace().note(run, "<-", decision.actions().size(), input);
        decision.actions().forEach(this::carryOut);
    }

    private void carryOut(Action action) {
        world.trace().note(run, "->", 0, action);
        if (action instanceof Action.SendCommand a) {
            writer.publish(Topic.COMMANDS, a.command(), () -> {});
        } else if (action instanceof Action.PublishEvent a) {
            writer.publish(Topic.EVENTS, a.event(), () -> {});
        } else if (action instanceof Action.Announce a) {
            writer.publish(
                    Topic.EVENTS,
                    a.event(),
                    () -> later(new Input.Announced(now(), a.event().id())));
        } else if (action instanceof Action.RecordAudit a) {
            writer.publish(Topic.AUDIT, a.record(), () -> {});
        } else if (action instanceof Action.DescribeCluster a) {
            writer.publish(Topic.CLUSTERS, a.state(), () -> {});
        } else if (action instanceof Action.WriteRecord a) {
            store.write(
                    a.record(),
                    () -> submit(new Input.RecordWritten(now())),
                    by -> submit(new Input.RecordTaken(now(), by)));
        } else {
            carryOutLocally(action);
        }
    }

    private void carryOutLocally(Action action) {
        if (action instanceof Action.StartTimer a) {
            cancel(a.key());
            timers.put(a.key(), scheduler.after(a.after().toNanos(), () -> process.run(() -> fire(a.key()))));
        } else if (action instanceof Action.CancelTimer a) {
            cancel(a.key());
        } else if (action instanceof Action.HoldOffsets a) {
            offsets.hold(a.handoverId());
        } else if (action instanceof Action.ReleaseOffsets a) {
            offsets.release(a.handoverId());
        } else if (action instanceof Action.StepDown) {
            stepDown();
        }
    }

    private void stepDown() {
        gaveUp = true;
        end();
    }

    private void fire(TimerKey key) {
        timers.remove(key);
        submit(new Input.TimerFired(now(), key));
    }

    private void cancel(TimerKey key) {
        SimScheduler.Event running = timers.remove(key);
        if (running != null) {
            running.cancel();
        }
    }

    private void later(Input input) {
        scheduler.after(MILLIS, () -> process.run(() -> submit(input)));
    }

    private Moment now() {
        return WorldTime.moment(scheduler, wallError);
    }
}
