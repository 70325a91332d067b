package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.sim.agent.SimAgent;
import java.util.HashSet;
import java.util.Set;

/**
 * R9: actions of a decision are carried out in order, and the intent to raise the address comes before it is raised;
 * its outcome bears the same id.
 */
final class IntentFirst implements Rule {

    // Asked, never iterated.
    private final Set<String> intents = new HashSet<>();

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        boolean intended = false;
        for (AddressAction action : decision.actions()) {
            if (action instanceof AddressAction.RecordIntent a) {
                intended = true;
                intents.add(a.actionId());
            } else if (action instanceof AddressAction.RecordOutcome a) {
                checkOutcome(agent, a);
            } else if (!intended
                    && action instanceof AddressAction.ChangeLink a
                    && a.operation() == LinkOperation.RAISE) {
                throw new RuleBroken("R9", agent.node().name() + " raises the address before it records the intent");
            }
        }
    }

    private void checkOutcome(SimAgent agent, AddressAction.RecordOutcome outcome) {
        if (outcome.action().startsWith("acquire") && !intents.contains(outcome.actionId())) {
            throw new RuleBroken(
                    "R9", agent.node().name() + " records an outcome that no intent announced: " + outcome);
        }
    }
}
