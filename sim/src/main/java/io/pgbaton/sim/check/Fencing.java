package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.node.SimNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** R3: a command of an older epoch than the node knows is refused with that reason, and nothing ever happens for it. */
final class Fencing implements Rule {
    // Looked up, never iterated.
    private final Map<SimNode, Long> newest = new HashMap<>();
    private final Set<String> stale = new HashSet<>();
    private final Set<String> known = new HashSet<>();

    @Override
    public void restarted(SimNode node) {
        newest.remove(node);
    }

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        SimNode node = agent.node();
        if (input instanceof AddressInput.AcquireCommanded in) {
            commanded(node, in, decision);
        } else if (input instanceof AddressInput.ScopeSeen in) {
            see(node, in.leader());
        } else if (input instanceof AddressInput.ReadBack in) {
            see(node, in.leader());
        } else if (input instanceof AddressInput.EtcdRewound) {
            newest.remove(node);
            stale.removeIf(id -> id.startsWith(node.name()));
            known.removeIf(id -> id.startsWith(node.name()));
        }
        for (AddressAction action : decision.actions()) {
            if (action instanceof AddressAction.RecordIntent intent
                    && stale.contains(node.name() + intent.commandId())) {
                throw new RuleBroken("R3", node.name() + " acts on the stale command " + intent.commandId());
            }
        }
    }

    private void see(SimNode node, Optional<LeaderKey> leader) {
        leader.ifPresent(l -> newest.merge(node, l.epoch(), Math::max));
    }

    private void commanded(SimNode node, AddressInput.AcquireCommanded in, AddressDecision decision) {
        String id = node.name() + in.commandId();
        boolean repeated = !known.add(id);
        if (in.epoch() >= newest.getOrDefault(node, 0L)) {
            return;
        }
        boolean refused = decision.actions().stream()
                .anyMatch(a -> a instanceof AddressAction.Refuse r
                        && r.commandId().equals(in.commandId())
                        && r.reason() == RefusalReason.STALE_EPOCH);
        if (!refused && !repeated) {
            throw new RuleBroken(
                    "R3",
                    node.name() + " knows epoch " + newest.get(node) + " and did not refuse a command of epoch "
                            + in.epoch());
        }
        if (!repeated) {
            stale.add(id);
        }
        for (AddressAction action : decision.actions()) {
            if (action instanceof AddressAction.TakeKey take && take.epoch() == in.epoch()) {
                throw new RuleBroken(
                        "R3", node.name() + " acted when a command of the old epoch " + in.epoch() + " came");
            }
        }
    }
}
