package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.backup.Backups;
import io.pgbaton.coordinator.decide.fact.Facts;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.handover.Directors;
import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.handover.HandoverText;
import io.pgbaton.coordinator.decide.handover.Restraint;
import io.pgbaton.coordinator.decide.handover.Situation;
import io.pgbaton.coordinator.decide.handover.Stage;
import io.pgbaton.coordinator.decide.healing.Healing;
import io.pgbaton.coordinator.decide.rehearsal.Rehearsals;
import io.pgbaton.coordinator.decide.restore.Going;
import io.pgbaton.coordinator.decide.view.ScopeView;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.RestoreKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decision while it is being made: lives within one call, so its changes are nobody else's. */
final class Turn {
    final Identity identity;
    final Timings timings;
    final Moment at;
    final Records records;

    Facts facts;
    long settled;
    long drained;
    Optional<Handover> handover;
    Agents agents;
    ScopeView view;
    Outbox outbox;
    boolean replaying;
    ClusterState described;
    HandsOff hands;
    Stability stability;
    Rehearsals rehearsals;
    Backups backups;
    Going restore;
    Healing healing;

    private final List<Action> urgent = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();

    Turn(ScopeState state, Moment at) {
        this.identity = state.identity();
        this.timings = state.timings();
        this.at = at;
        this.records = new Records(identity, at.wall());
        this.facts = state.facts();
        this.settled = state.settled();
        this.drained = state.drained();
        this.handover = state.handover();
        this.agents = state.agents();
        this.view = state.view();
        this.outbox = state.outbox();
        this.replaying = state.replaying();
        this.described = state.described();
        this.hands = state.hands();
        this.stability = state.stability();
        this.rehearsals = state.rehearsals();
        this.backups = state.backups();
        this.restore = state.restore();
        this.healing = state.healing();
    }

    /** Commands first: everything else can wait the fraction of a millisecond. */
    Decision decision() {
        ScopeState next = new ScopeState(
                identity,
                timings,
                facts,
                settled,
                drained,
                handover,
                agents,
                view,
                outbox,
                replaying,
                described,
                hands,
                stability,
                rehearsals,
                backups,
                restore,
                healing);
        List<Action> all = new ArrayList<>(urgent);
        all.addAll(actions);
        return new Decision(next, all);
    }

    /** Whoever leads, as far as is known. */
    Optional<Reign> leader() {
        return facts.newest()
                .filter(reign -> reign.fact(EventType.LEADER_LOST).isEmpty()
                        && !reign.member().isEmpty());
    }

    boolean isHandedOver() {
        return handover.filter(h -> h.stage() != Stage.CLOSED).isPresent();
    }

    /** The cluster is stopped, or about to be, and goes back to an earlier state. */
    boolean goesBack() {
        return restore.isOpen() && restore.text().getPlan().getKind() == RestoreKind.RESTORE_KIND_IN_PLACE;
    }

    Handover current() {
        return handover.orElseThrow();
    }

    boolean isAt(Stage stage) {
        return handover.filter(h -> h.stage() == stage).isPresent();
    }

    void become(Handover next) {
        handover = Optional.of(next);
    }

    Situation situation() {
        return new Situation(facts, current().opening());
    }

    Directors directors() {
        return new Directors(
                current().opening().roster().getAgentsList(), agents.present(), Restraint.of(hands, at.wall()));
    }

    HandoverText text() {
        return new HandoverText(current(), situation(), directors(), stability.recent(), stability.flapping());
    }

    void act(Action action) {
        actions.add(action);
    }

    void urgently(Action action) {
        urgent.add(action);
    }

    /** Not a second time, also not by another coordinator. */
    boolean isNew(BusRecord record) {
        if (outbox.published().contains(record.id())) {
            return false;
        }
        outbox = outbox.published(record.id());
        return true;
    }

    void audit(BusRecord record) {
        if (isNew(record)) {
            act(new Action.RecordAudit(record));
        }
    }

    void publish(BusRecord event) {
        if (isNew(event)) {
            act(new Action.PublishEvent(event));
        }
    }

    void start(TimerKey.Kind kind, Duration after) {
        act(new Action.StartTimer(new TimerKey(kind, current().opening().anchor()), after));
    }

    void cancel(TimerKey.Kind kind) {
        act(new Action.CancelTimer(new TimerKey(kind, current().opening().anchor())));
    }
}
