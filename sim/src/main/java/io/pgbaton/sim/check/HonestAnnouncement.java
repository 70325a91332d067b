package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.sim.node.SimNode;
import java.util.HashMap;
import java.util.Map;

/** R1: a node that has let go of the address does not draw its traffic by announcing it. */
final class HonestAnnouncement implements Rule {
    // Looked up by node, never iterated.
    private final Map<SimNode, LinkOperation> last = new HashMap<>();

    @Override
    public void linkChanged(SimNode node, LinkOperation operation, LinkResult result) {
        if (result == LinkResult.DONE) {
            last.put(node, operation);
        }
    }

    @Override
    public void announced(SimNode node) {
        if (last.get(node) == LinkOperation.DROP) {
            throw new RuleBroken("R1", node.name() + " announces the address after it has dropped it");
        }
    }
}
