package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.coordinator.decide.backup.Order.Phase;
import io.pgbaton.coordinator.decide.backup.PolicyAction.Closed;
import io.pgbaton.coordinator.decide.backup.PolicyAction.Closed.Result;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decision while it is being made: lives within one call, so its changes are nobody else's. */
final class PolicyStep {
    /** After a handover replicas find their new leader, and pgBackRest its primary. */
    private static final Duration CALM = Duration.ofMinutes(1);
    /** How long an agent may let a command wait for its turn. */
    private static final Duration VALID = Duration.ofHours(1);
    /** With something for the bus; after this it is as good as refused. */
    private static final Duration UNHEARD = VALID.plusMinutes(5);
    /** Of expire only the end is told, and it may have waited for a backup. */
    private static final Duration UNTOLD = Duration.ofDays(1);
    /** Agents tell progress, and cancel what takes too long. */
    private static final Duration SILENT = Duration.ofDays(2);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);

    PolicyState state;
    private final Surroundings now;
    private final List<PolicyAction> actions = new ArrayList<>();

    PolicyStep(PolicyState state, Surroundings now) {
        this.state = state.at(now);
        this.now = now;
    }

    PolicyDecision decision() {
        return new PolicyDecision(state, actions);
    }

    /** The order that led to this command; empty when it is somebody else's. */
    Optional<Order> ordered(String command) {
        return state.order().filter(order -> order.command().equals(command));
    }

    void begun(Order order) {
        become(order.in(Phase.RUNNING, now.nanos(), ""));
    }

    void done(Order order) {
        settle(order);
        state = state.with(state.agenda().settledLosses(order.given()));
        close(order, Result.DONE);
    }

    /** Clocks of agents differ; nobody else makes one at that moment. */
    void doneIfThere() {
        state.order()
                .filter(order -> state.holdings().hasSince(order.type(), order.given()))
                .ifPresent(this::done);
    }

    void failed(Order order, String why) {
        if (order.attempt() >= state.policy().work().attempts()) {
            settle(order);
            if (Wanted.isByLoss(order.anchor())) {
                state = state.with(state.agenda().settledLosses(order.given()));
            }
            close(order.in(order.phase(), order.since(), why), Result.GIVEN_UP);
        } else {
            Order paused = order.in(Phase.PAUSED, now.nanos(), why);
            actions.add(new Closed(paused, Result.FAILED));
            become(paused);
        }
    }

    void failIfSilent() {
        state.order().filter(Order::isOpen).ifPresent(order -> {
            boolean running = order.phase() == Phase.RUNNING;
            Duration bound = running ? SILENT : state.policy().work() == Work.EXPIRY ? UNTOLD : UNHEARD;
            if (now.nanos() - order.since() > bound.toNanos()) {
                failed(order, "no word of it for " + bound.toHours() + " h");
            }
        });
    }

    void order() {
        ChangeRule.Finding change = ChangeRule.judge(state, now);
        if (change.settled()) {
            long epoch = Math.max(now.epoch(), now.last().map(Succession::epoch).orElse(0L));
            state = state.settled(epoch);
        }
        if (state.order().filter(Order::isOpen).isPresent()) {
            state = state.waiting(Optional.empty());
            return;
        }
        Optional<Wanted> event = Wanted.both(LossRule.judge(state, now), change.wanted());
        Optional<Wanted> wanted =
                Wanted.both(state.agenda().wanted(state.policy().work(), state.holdings()), event);
        if (wanted.isEmpty()) {
            state = state.ordered(Optional.empty()).waiting(Optional.empty());
            return;
        }
        Optional<Order> before =
                state.order().filter(order -> order.anchor().equals(wanted.get().anchor()));
        state = state.waiting(obstacle());
        if (state.waits().isEmpty() && before.filter(this::rests).isEmpty()) {
            give(wanted.get(), before.map(Order::attempt).orElse(0) + 1);
        }
    }

    void tellOverdue() {
        if (state.policy().work() != Work.BACKUPS) {
            return;
        }
        Instant since = state.freshFrom();
        boolean overdue = now.wall().isAfter(since.plus(state.policy().overdue()));
        if (overdue && !state.told().equals(Optional.of(since))) {
            actions.add(new PolicyAction.TellOverdue(since));
        }
        state = state.told(overdue ? Optional.of(since) : Optional.empty());
    }

    private void give(Wanted wanted, int attempt) {
        String command = EventIds.plannedBackup(state.scope(), state.policy().key(), wanted.anchor(), attempt);
        Order order = new Order(
                wanted.anchor(),
                wanted.type(),
                wanted.reason(),
                wanted.epoch(),
                wanted.handover(),
                attempt,
                command,
                now.wall(),
                Phase.GIVEN,
                now.nanos(),
                "");
        become(order);
        String node = now.nodes().get((attempt - 1) % now.nodes().size());
        actions.add(new PolicyAction.Command(node, order, VALID));
    }

    private Optional<Obstacle> obstacle() {
        if (!state.quiet().lasts(CALM, now.nanos())) {
            return Optional.of(Obstacle.HANDOVER);
        } else if (now.obstacles().contains(RefusalReason.PAUSED)) {
            return Optional.of(Obstacle.PAUSED);
        } else if (!now.obstacles().isEmpty()) {
            return Optional.of(Obstacle.FLAPPING);
        } else if (now.epoch() == 0) {
            return Optional.of(Obstacle.NO_LEADER);
        } else if (state.policy().fromStandby() && !now.streaming()) {
            return Optional.of(Obstacle.NO_STANDBY);
        }
        Obstacle nobody = state.policy().work() == Work.DRILLS ? Obstacle.NO_DRILLS : Obstacle.NO_AGENT;
        return now.nodes().isEmpty() ? Optional.of(nobody) : Optional.empty();
    }

    private boolean rests(Order order) {
        return now.nanos() - order.since()
                < FIRST_PAUSE.multipliedBy(order.attempt()).toNanos();
    }

    /** All that was due when it was commanded: it covers that, or nobody tries again. */
    private void settle(Order order) {
        state = state.with(state.agenda().settled(order.type(), order.given())).settled(order.epoch());
    }

    private void close(Order order, Result result) {
        actions.add(new Closed(order, result));
        state = state.ordered(Optional.empty());
    }

    private void become(Order order) {
        state = state.ordered(Optional.of(order));
    }
}
