package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.sim.agent.SimAgent;
import java.util.HashMap;
import java.util.Map;

/**
 * R11: an agent that has been told of its node's maintenance neither takes the key nor raises the address; one that has been told of a freeze takes it only where it is.
 */
final class HandsOffKept implements Rule {

    // Asked, never iterated. By agent: one run of it has been told nothing at first.
    private final Map<SimAgent, AddressInput.HandsOffSeen> told = new HashMap<>();

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        if (input instanceof AddressInput.HandsOffSeen seen) {
            told.put(agent, seen);
        }
        AddressInput.HandsOffSeen hands = told.get(agent);
        if (hands == null) {
            return;
        }
        boolean maintained = !hands.maintenance().isEmpty();
        boolean frozen = !hands.frozen().isEmpty() && !decision.next().present();
        if ((maintained || frozen) && takes(decision)) {
            throw new RuleBroken(
                    "R11",
                    agent.node().name() + " takes the address although "
                            + (maintained ? "its node is in maintenance" : "it is frozen"));
        }
    }

    private static boolean takes(AddressDecision decision) {
        return decision.actions().stream().anyMatch(AddressAction.TakeKey.class::isInstance)
                || changes(decision, LinkOperation.RAISE);
    }

    private static boolean changes(AddressDecision decision, LinkOperation operation) {
        return decision.actions().stream()
                .anyMatch(
                        action -> action instanceof AddressAction.ChangeLink change && change.operation() == operation);
    }
}
