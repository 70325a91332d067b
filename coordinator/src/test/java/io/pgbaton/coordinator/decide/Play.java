package io.pgbaton.coordinator.decide;

import com.google.protobuf.Message;
import io.pgbaton.coordinator.decide.backup.Backups;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.healing.Healing;
import io.pgbaton.coordinator.decide.rehearsal.Schedule;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.HandoverRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One coordinator with one scope, an etcd that answers (or is told not to), a bus, and timers that fire when told
 * to.
 */
final class Play {
    final World world;
    private final Map<TimerKey, Duration> timers = new LinkedHashMap<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final String name;
    private ScopeState state;
    private long nowMs;
    private boolean etcdAnswers = true;
    private int stepsToLive = Integer.MAX_VALUE;

    /** What etcd or the broker will say; {@code written} is null for the broker. */
    private record Answer(Input input, HandoverRecord written) {}

    /** What outlives a coordinator. */
    static final class World {
        final List<BusRecord> events = new ArrayList<>();
        final List<BusRecord> audit = new ArrayList<>();
        final List<BusRecord> commands = new ArrayList<>();
        final List<Action> all = new ArrayList<>();
        final Set<String> holds = new LinkedHashSet<>();
        HandoverRecord record = HandoverRecord.getDefaultInstance();
        ClusterState described = ClusterState.getDefaultInstance();
        HandsOff hands = HandsOff.NONE;
        Schedule rehearsal = Schedule.BY_HAND;
        List<Policy> policies = List.of();
    }

    Play(World world, String name, List<AgentRegistration> agents) {
        this(world, name, agents, Seen.ETCD);
    }

    Play(World world, String name, List<AgentRegistration> agents, long etcdCluster) {
        this.world = world;
        this.name = name;
        world.holds.clear();
        state = ScopeState.empty(
                new Identity(Seen.SCOPE, etcdCluster, name, name + "-run"),
                Timings.of(Duration.ofSeconds(30), Stability.Limits.USUAL, world.rehearsal),
                Backups.by(world.policies),
                Healing.NONE);
        Set<String> published = new LinkedHashSet<>();
        Stream.of(world.events, world.audit, world.commands).forEach(t -> t.forEach(r -> published.add(r.id())));
        input(new Input.TookOver(at(), world.record, world.described, agents, world.hands, published));
    }

    /** It dies after so many steps: an action done or an answer of etcd or the broker given. */
    Play dyingAfter(int steps) {
        stepsToLive = steps;
        return this;
    }

    boolean isDead() {
        return stepsToLive <= 0;
    }

    /** A scope with n1 as its leader in epoch 10, on timeline 3. */
    static Play led(String... nodes) {
        return led(Schedule.BY_HAND, nodes);
    }

    /** The same, with rehearsals by this schedule. */
    static Play led(Schedule rehearsal, String... nodes) {
        World world = new World();
        world.rehearsal = rehearsal;
        return led(world, nodes);
    }

    /** The same, with backups by this policy. */
    static Play led(Policy policy, String... nodes) {
        World world = new World();
        world.policies = List.of(policy);
        return led(world, nodes);
    }

    private static Play led(World world, String... nodes) {
        world.described = ClusterState.newBuilder()
                .setLeader("n1")
                .setEpoch(10)
                .setTimeline(3)
                .setWritable(true)
                .addAllAgents(Seen.hosts(nodes))
                .build();
        return new Play(world, "co1", Seen.hosts(nodes)).live();
    }

    /** The replay is over. */
    Play live() {
        return input(new Input.ReplayEnded(at()));
    }

    Play see(BusRecord... records) {
        for (BusRecord record : records) {
            nowMs = Math.max(nowMs, Duration.between(Seen.T0, record.time()).toMillis());
            if (isDead()) {
                return this;
            }
            input(new Input.Received(at(), record));
        }
        return this;
    }

    Play agents(List<AgentRegistration> now) {
        return input(new Input.AgentsRead(at(), now));
    }

    /** What operators ask changes in etcd. */
    Play hands(HandsOff now) {
        world.hands = now;
        return input(new Input.HandsOffRead(at(), now));
    }

    Play etcd(boolean answering) {
        etcdAnswers = answering;
        return drain();
    }

    /** Lets the time pass that the timer has left. */
    Play fire(TimerKey.Kind kind) {
        TimerKey key = timers.keySet().stream()
                .filter(k -> k.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no timer " + kind + " runs, only " + timers.keySet()));
        nowMs += timers.remove(key).toMillis();
        return input(new Input.TimerFired(at(), key));
    }

    boolean runs(TimerKey.Kind kind) {
        return timers.keySet().stream().anyMatch(k -> k.kind() == kind);
    }

    /** At this many milliseconds after {@link Seen#T0}. */
    Play at(long millis) {
        nowMs = Math.max(nowMs, millis);
        return this;
    }

    Moment now() {
        return at();
    }

    Play input(Input input) {
        perform(HandoverMachine.decide(state, input));
        return drain();
    }

    /** As the shell does: each action in its turn, its answer later. */
    private void perform(Decision decision) {
        state = decision.next();
        for (Action action : decision.actions()) {
            if (stepsToLive-- <= 0) {
                return;
            }
            world.all.add(action);
            perform(action);
        }
    }

    private void perform(Action action) {
        if (action instanceof Action.PublishEvent publish) {
            world.events.add(publish.event());
        } else if (action instanceof Action.Announce announce) {
            world.events.add(announce.event());
            answers.add(new Answer(new Input.Announced(at(), announce.event().id()), null));
        } else if (action instanceof Action.SendCommand send) {
            world.commands.add(send.command());
        } else if (action instanceof Action.RecordAudit audit) {
            world.audit.add(audit.record());
        } else if (action instanceof Action.DescribeCluster describe) {
            world.described = describe.state().data(ClusterState.class);
        } else if (action instanceof Action.WriteRecord write) {
            answers.add(new Answer(new Input.RecordWritten(at()), write.record()));
        } else if (action instanceof Action.StartTimer start) {
            timers.put(start.key(), start.after());
        } else if (action instanceof Action.CancelTimer cancel) {
            timers.remove(cancel.key());
        } else if (action instanceof Action.HoldOffsets hold) {
            world.holds.add(hold.handoverId());
        } else if (action instanceof Action.ReleaseOffsets release) {
            world.holds.remove(release.handoverId());
        }
    }

    private Play drain() {
        while (etcdAnswers && !answers.isEmpty() && stepsToLive-- > 0) {
            Answer answer = answers.poll();
            world.record = answer.written() == null ? world.record : answer.written();
            perform(HandoverMachine.decide(state, answer.input()));
        }
        return this;
    }

    private Moment at() {
        return new Moment(nowMs * 1_000_000, Seen.T0.plusMillis(nowMs));
    }

    ScopeState state() {
        return state;
    }

    String name() {
        return name;
    }

    List<String> eventNouns() {
        return world.events.stream().map(event -> event.type().noun()).toList();
    }

    <M extends Message> List<M> events(EventType type, Class<M> kind) {
        return world.events.stream()
                .filter(event -> event.type() == type)
                .map(event -> event.data(kind))
                .toList();
    }

    /** "n2 acquire_address", "n1 route", in the order in which they were sent. */
    List<String> commandNames() {
        return world.commands.stream()
                .map(record -> record.data(Command.class))
                .map(command ->
                        command.getNode() + " " + command.getActionCase().name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
