package io.pgbaton.sim;

import io.pgbaton.coordinator.decide.Action;
import io.pgbaton.coordinator.decide.Decision;
import io.pgbaton.coordinator.decide.HandoverMachine;
import io.pgbaton.coordinator.decide.Input;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.decide.address.KeyReading;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.agent.Adapters.Habit;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.time.Spans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Something that keeps a rule, and what the agent is without it.
 *
 * @param rules of which one has to be found broken
 * @param withoutIt an agent for one life: some remember what they saw in it
 * @param first the seed to begin with: one that noticed the loss before, where few do. Other code makes other lives of it
 */
record Guard(String name, Set<String> rules, Supplier<Adapters> withoutIt, long first) {

    Guard(String name, Set<String> rules, Supplier<Adapters> withoutIt) {
        this(name, rules, withoutIt, 1);
    }

    static List<Guard> all() {
        return List.of(
                guard("a command is good for its epoch alone", believing(Guard::commandOfTheEpochOfNow), "R3"),
                guard("the key is taken for the leader's epoch alone", careless(), "R1a"),
                guard("a confirmation, and nothing else, refreshes", deciding(Guard::refreshing), "R1", "R1b", "R2"),
                guard("a key without a mark is waited for", believing(Guard::goneMeansReleased), "R1"),
                guard("another's leadership drops the address", without(Guard::isDrop), "R4"),
                guard(
                        "a lifetime is checked after the call",
                        Adapters.REAL.without(Habit.CHECKS_CALLS),
                        "R1",
                        "R1b",
                        "R2"),
                guard("a leader that nobody commands acts alone", without(Guard::isAutonomy), "liveness"),
                guard(
                        "what is on the bus is not said again",
                        coordinating(Guard::knowingNothingPublished, action -> false),
                        "R8"),
                guard(
                        "the intent comes before the command",
                        coordinating(UnaryOperator.identity(), Guard::isIntent),
                        "R9"),
                guard("a coordinator that was replaced is refused", Adapters.REAL.without(Habit.SWAPS_RECORD), "R3"),
                guard("PostgreSQL takes writes first", believing(Guard::alwaysWritable), "R5"),
                guard("the intent comes first", without(AddressAction.RecordIntent.class::isInstance), "R9"),
                guard("a restored etcd is noticed", believing(Guard::unaware), "R1", "R2", "R3", "liveness"),
                guard(
                                "what the bus says is newer than a restored record",
                                coordinating(Guard::believingTheRecord, action -> false),
                                "R8",
                                "liveness")
                        .noticedBy(3937),
                guard("a release waits for no record", Adapters.REAL.without(Habit.RELEASES_FIRST), "R4"),
                guard("what operators ask is heeded", believing(Guard::deaf), "R11"),
                new Guard("the mark comes after the address is off", Set.of("R1c"), Guard::markingFirst));
    }

    private static Guard guard(String name, Adapters withoutIt, String... rules) {
        return new Guard(name, Set.of(rules), () -> withoutIt);
    }

    private Guard noticedBy(long seed) {
        return new Guard(name, rules, withoutIt, seed);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Adapters careless() {
        return Adapters.REAL.taking((member, take) -> List.of(Compare.at(Keys.ADDRESS, take.expectedRevision())));
    }

    private interface Belief {
        AddressInput of(AddressState state, AddressInput input);
    }

    private static Adapters believing(Belief belief) {
        return deciding((state, input) -> AddressMachine.decide(state, belief.of(state, input)));
    }

    private static Adapters deciding(BiFunction<AddressState, AddressInput, AddressDecision> decide) {
        return Adapters.REAL.deciding(decide);
    }

    private static Adapters without(Predicate<AddressAction> omitted) {
        return deciding((state, input) -> {
            AddressDecision decision = AddressMachine.decide(state, input);
            return new AddressDecision(
                    decision.next(),
                    decision.actions().stream().filter(omitted.negate()).toList());
        });
    }

    private static AddressInput deaf(AddressState state, AddressInput input) {
        return input instanceof AddressInput.HandsOffSeen in ? new AddressInput.HandsOffSeen(in.at(), "", "") : input;
    }

    private static AddressInput commandOfTheEpochOfNow(AddressState state, AddressInput input) {
        return input instanceof AddressInput.AcquireCommanded in
                ? new AddressInput.AcquireCommanded(in.at(), in.commandId(), state.epoch())
                : input;
    }

    private static AddressDecision refreshing(AddressState state, AddressInput input) {
        AddressDecision decision = AddressMachine.decide(state, input);
        boolean tick = input instanceof AddressInput.TimerFired in && in.timer() == AddressAction.Timer.TICK;
        boolean dropping = decision.actions().stream().anyMatch(AddressAction.ChangeLink.class::isInstance);
        if (!tick || !decision.next().present() || dropping) {
            return decision;
        }
        long lifetime = state.rules().lifetime();
        return with(decision, new AddressAction.ChangeLink(LinkOperation.PROLONG, input.at() + lifetime));
    }

    private static AddressInput goneMeansReleased(AddressState state, AddressInput input) {
        return reading(
                input,
                key -> key.absent() ? new KeyReading(KeyReading.Kind.RELEASED, 0, 0, 0, 0, "", key.lastTaken()) : key);
    }

    /** As if whoever was seen last had been the last to take it. Some thirty thousand random lives are needed to find it. */
    static Adapters ignoringTakings() {
        Map<String, Long> lastSeen = new HashMap<>();
        return deciding((state, input) -> AddressMachine.decide(state, reading(input, key -> {
                    if (!key.absent()) {
                        lastSeen.put(state.rules().instance(), key.modRevision());
                    }
                    long taken = lastSeen.getOrDefault(state.rules().instance(), 0L);
                    return new KeyReading(
                            key.kind(),
                            key.modRevision(),
                            key.epoch(),
                            key.lease(),
                            key.lifetime(),
                            key.holder(),
                            taken);
                })))
                .taking((member, take) -> List.of(
                        Compare.is(Keys.LEADER, CountedRevision.revision(take.epoch()), new EtcdValue.Text(member)),
                        Compare.at(Keys.ADDRESS, take.expectedRevision())));
    }

    /** As if nobody could carry the address in what a restored etcd has lost. */
    static Adapters notWaitingAfterRestore() {
        long longAgo = 60 * Spans.SECOND;
        return believing((state, input) ->
                input instanceof AddressInput.EtcdRewound in ? new AddressInput.EtcdRewound(in.at() - longAgo) : input);
    }

    private static Adapters coordinating(UnaryOperator<Input> told, Predicate<Action> omitted) {
        return Adapters.REAL.coordinating((state, input) -> {
            Decision decision = HandoverMachine.decide(state, told.apply(input));
            return new Decision(
                    decision.next(),
                    decision.actions().stream().filter(omitted.negate()).toList());
        });
    }

    private static Input knowingNothingPublished(Input input) {
        return input instanceof Input.TookOver in
                ? new Input.TookOver(in.at(), in.record(), in.described(), in.agents(), in.hands(), Set.of())
                : input;
    }

    private static Input believingTheRecord(Input input) {
        return input instanceof Input.TookOver in
                ? new Input.TookOver(
                        in.at(),
                        in.record(),
                        in.described().toBuilder()
                                .clearOpen()
                                .clearLastHandover()
                                .build(),
                        in.agents(),
                        in.hands(),
                        in.published())
                : input;
    }

    private static boolean isIntent(Action action) {
        return action instanceof Action.RecordAudit a && a.record().type() == EventType.INTENT_RECORDED;
    }

    private static boolean isAutonomy(AddressAction action) {
        return action instanceof AddressAction.StartTimer timer && timer.timer() == AddressAction.Timer.AUTONOMY;
    }

    private static Adapters markingFirst() {
        Map<String, Long> taken = new HashMap<>();
        return deciding((state, input) -> {
            AddressDecision decision = AddressMachine.decide(state, input);
            if (input instanceof AddressInput.KeyTaken in) {
                taken.put(state.rules().instance(), in.revision());
            }
            boolean drops = decision.actions().stream().anyMatch(Guard::isDrop);
            long revision = taken.getOrDefault(state.rules().instance(), 0L);
            return drops ? with(decision, new AddressAction.MarkReleased(revision)) : decision;
        });
    }

    private static AddressInput unaware(AddressState state, AddressInput input) {
        return input instanceof AddressInput.EtcdRewound in ? new AddressInput.LinkHinted(in.at()) : input;
    }

    private static AddressInput reading(AddressInput input, UnaryOperator<KeyReading> seen) {
        if (input instanceof AddressInput.KeySeen in) {
            return new AddressInput.KeySeen(in.at(), in.revision(), seen.apply(in.key()));
        }
        return input instanceof AddressInput.ReadBack in
                ? new AddressInput.ReadBack(
                        in.at(),
                        in.sentAt(),
                        in.revision(),
                        in.leader(),
                        in.paused(),
                        seen.apply(in.key()),
                        in.keptLease())
                : input;
    }

    private static boolean isDrop(AddressAction action) {
        return action instanceof AddressAction.ChangeLink link && link.operation() == LinkOperation.DROP;
    }

    private static AddressInput alwaysWritable(AddressState state, AddressInput input) {
        return input instanceof AddressInput.PostgresSeen in
                ? new AddressInput.PostgresSeen(in.at(), in.sentAt(), Postgres.WRITABLE)
                : input;
    }

    /** It first, then all that was decided. */
    private static AddressDecision with(AddressDecision decision, AddressAction first) {
        List<AddressAction> actions = new ArrayList<>(List.of(first));
        actions.addAll(decision.actions());
        return new AddressDecision(decision.next(), actions);
    }
}
