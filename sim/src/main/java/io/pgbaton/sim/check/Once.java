package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** R8: whatever is repeated, late or out of order, a key is taken once, an address raised once, an intent said once. */
final class Once implements Rule {
    private final SimEtcd etcd;
    // Looked up, never iterated.
    private final Set<String> intended = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, Long> taken = new HashMap<>();

    Once(SimEtcd etcd) {
        this.etcd = etcd;
    }

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        if (input instanceof AddressInput.KeyTaken in) {
            taken.put(agent.instance() + "@" + in.epoch(), in.revision());
        }
        for (AddressAction action : decision.actions()) {
            check(agent, action);
        }
    }

    private void check(SimAgent agent, AddressAction action) {
        String who = agent.node().name();
        if (action instanceof AddressAction.ChangeLink a && a.operation() == LinkOperation.RAISE) {
            if (agent.node().kernel().carried()) {
                throw new RuleBroken("R8", who + " raises an address that it already carries");
            }
        } else if (action instanceof AddressAction.MarkReleased) {
            // Given up, as operators asked (R11): when they ask no more it is taken again, though the mark may have
            // failed.
            taken.keySet().removeIf(of -> of.startsWith(agent.instance() + "@"));
        } else if (action instanceof AddressAction.TakeKey a) {
            long before = taken.getOrDefault(agent.instance() + "@" + a.epoch(), -1L);
            long now = etcd.get(Keys.ADDRESS).map(KeyValue::modRevision).orElse(0L);
            // Revisions of a restored etcd are given a second time.
            if (before == now && etcd.restores() == 0) {
                throw new RuleBroken("R8", who + " takes the address key again in epoch " + a.epoch());
            }
        } else if (action instanceof AddressAction.RecordIntent a && !intended.add(a.actionId())) {
            throw new RuleBroken("R8", who + " intends one thing twice: " + a.action() + ", id " + a.actionId());
        } else if (action instanceof AddressAction.RecordOutcome a
                && a.result() == Result.RESULT_DONE
                && !done.add(a.actionId())) {
            throw new RuleBroken("R8", who + " has done one thing twice: " + a.action() + ", id " + a.actionId());
        }
    }
}
