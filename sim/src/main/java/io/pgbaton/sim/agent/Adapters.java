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
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The places at which a test may put something wrong into a daemon, to prove that the rules notice.
 *
 * @param decide the machine of an address
 * @param conditions those of the transaction that takes the address key, for a member
 * @param checksCalls whether what is left of a lifetime is looked at again after the system call (R1b)
 * @param coordinate the machine of a coordinator
 * @param swapsRecord whether a coordinator writes its record only over its own last one (R3)
 */
public record Adapters(
        BiFunction<AddressState, AddressInput, AddressDecision> decide,
        BiFunction<String, TakeKey, List<Compare>> conditions,
        boolean checksCalls,
        BiFunction<ScopeState, Input, Decision> coordinate,
        boolean swapsRecord) {

    /** The real machines, and R1a: leader key = (me, epoch) and the address key still as it was read. */
    public static final Adapters REAL = new Adapters(
            AddressMachine::decide,
            (member, take) -> List.of(
                    Compare.is(Keys.LEADER, CountedRevision.revision(take.epoch()), new EtcdValue.Text(member)),
                    Compare.at(Keys.ADDRESS, take.expectedRevision()),
                    Compare.at(Keys.TAKEN, take.lastTaken())),
            true,
            HandoverMachine::decide,
            true);

    public Adapters deciding(BiFunction<AddressState, AddressInput, AddressDecision> other) {
        return new Adapters(other, conditions, checksCalls, coordinate, swapsRecord);
    }

    public Adapters taking(BiFunction<String, TakeKey, List<Compare>> other) {
        return new Adapters(decide, other, checksCalls, coordinate, swapsRecord);
    }

    public Adapters withoutChecks() {
        return new Adapters(decide, conditions, false, coordinate, swapsRecord);
    }

    public Adapters coordinating(BiFunction<ScopeState, Input, Decision> other) {
        return new Adapters(decide, conditions, checksCalls, other, swapsRecord);
    }

    public Adapters overwritingRecords() {
        return new Adapters(decide, conditions, checksCalls, coordinate, false);
    }
}
