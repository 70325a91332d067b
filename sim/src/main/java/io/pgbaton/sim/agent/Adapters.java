package io.pgbaton.sim.agent;

import io.pgbaton.coordinator.decide.Decision;
import io.pgbaton.coordinator.decide.HandoverMachine;
import io.pgbaton.coordinator.decide.Input;
import io.pgbaton.coordinator.decide.ScopeState;
import io.pgbaton.nodeagent.decide.address.AddressAction.TakeKey;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.RouteMachine;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.decide.route.RouteState;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The places at which a test may put something wrong into a daemon, to prove that the rules notice.
 *
 * @param decide the machine of an address
 * @param route the machine of a HAProxy
 * @param coordinate the machine of a coordinator
 * @param conditions those of the transaction that takes the address key, for a member
 * @param habits what hands do that belong to no machine
 */
public record Adapters(
        BiFunction<AddressState, AddressInput, AddressDecision> decide,
        Routing route,
        BiFunction<ScopeState, Input, Decision> coordinate,
        BiFunction<String, TakeKey, List<Compare>> conditions,
        Set<Habit> habits) {

    /** Decides where one proxy sends the traffic. */
    public interface Routing {
        RouteDecision decide(RouteSettings settings, RouteState state, RouteInput input);
    }

    /** What hands do that belong to no machine. */
    public enum Habit {
        /** What is left of a lifetime is looked at again after the system call (R1b). */
        CHECKS_CALLS,
        /** A coordinator writes its record only over its own last one (R3). */
        SWAPS_RECORD,
        /** An address is taken off the interface whatever journal and bus do (R4, R6). */
        RELEASES_FIRST,
        /** A server of HAProxy is told its health, never put into maintenance (R7). */
        SETS_HEALTH,
        /** The Patroni of a leader on another node is asked whether it takes writes (R7). */
        ASKS_LEADERS
    }

    /** The real machines, and R1a: leader key = (me, epoch) and the address key still as it was read. */
    public static final Adapters REAL = new Adapters(
            AddressMachine::decide,
            RouteMachine::decide,
            HandoverMachine::decide,
            (member, take) -> List.of(
                    Compare.is(Keys.LEADER, CountedRevision.revision(take.epoch()), new EtcdValue.Text(member)),
                    Compare.at(Keys.ADDRESS, take.expectedRevision()),
                    Compare.at(Keys.TAKEN, take.lastTaken())),
            EnumSet.allOf(Habit.class));

    public Adapters deciding(BiFunction<AddressState, AddressInput, AddressDecision> other) {
        return new Adapters(other, route, coordinate, conditions, habits);
    }

    public Adapters routing(Routing other) {
        return new Adapters(decide, other, coordinate, conditions, habits);
    }

    public Adapters coordinating(BiFunction<ScopeState, Input, Decision> other) {
        return new Adapters(decide, route, other, conditions, habits);
    }

    public Adapters taking(BiFunction<String, TakeKey, List<Compare>> other) {
        return new Adapters(decide, route, coordinate, other, habits);
    }

    public Adapters without(Habit habit) {
        EnumSet<Habit> fewer = EnumSet.copyOf(habits);
        fewer.remove(habit);
        return new Adapters(decide, route, coordinate, conditions, fewer);
    }

    public boolean has(Habit habit) {
        return habits.contains(habit);
    }
}
