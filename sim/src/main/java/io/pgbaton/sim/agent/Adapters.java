package io.pgbaton.sim.agent;

import io.pgbaton.nodeagent.decide.address.AddressAction.TakeKey;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The two places at which a test may put something wrong into an agent, to prove that the rules notice.
 *
 * @param decide the machine
 * @param conditions those of the transaction that takes the address key, for a member
 */
public record Adapters(
        BiFunction<AddressState, AddressInput, AddressDecision> decide,
        BiFunction<String, TakeKey, List<Compare>> conditions) {

    /** The real machine, and R1a: leader key = (me, epoch) and the address key still as it was read. */
    public static final Adapters REAL = new Adapters(
            AddressMachine::decide,
            (member, take) -> List.of(
                    Compare.is(Keys.LEADER, take.epoch(), new EtcdValue.Text(member)),
                    Compare.at(Keys.ADDRESS, take.expectedRevision()),
                    Compare.at(Keys.TAKEN, take.lastTaken())));
}
