package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.node.SimNode;
import java.util.HashMap;
import java.util.Map;

/**
 * R9: actions of a decision are carried out in order, and an intent comes before the key is taken and before the address is
 * raised; what it was followed by has one outcome, of the same id.
 */
final class IntentFirst implements Rule {

    // Looked up by node, never iterated: the intent that has no outcome yet.
    private final Map<SimNode, AddressAction.RecordIntent> open = new HashMap<>();

    @Override
    public void restarted(SimNode node) {
        open.remove(node);
    }

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        for (AddressAction action : decision.actions()) {
            if (action instanceof AddressAction.RecordIntent a) {
                intended(agent.node(), a);
            } else if (action instanceof AddressAction.RecordOutcome a) {
                ended(agent.node(), a);
            } else if (action instanceof AddressAction.TakeKey a) {
                check(agent.node(), a.epoch(), "takes the key");
            } else if (action instanceof AddressAction.ChangeLink a && a.operation() == LinkOperation.RAISE) {
                check(agent.node(), agent.state().epoch(), "raises the address");
            }
        }
    }

    private void intended(SimNode node, AddressAction.RecordIntent intent) {
        AddressAction.RecordIntent before = open.put(node, intent);
        if (before != null) {
            throw new RuleBroken("R9", node.name() + " tells no outcome of " + before);
        }
    }

    private void ended(SimNode node, AddressAction.RecordOutcome outcome) {
        if (!outcome.action().startsWith("acquire")) {
            return;
        }
        AddressAction.RecordIntent intent = open.remove(node);
        if (intent == null || !intent.actionId().equals(outcome.actionId())) {
            throw new RuleBroken("R9", node.name() + " records an outcome that no intent announced: " + outcome);
        }
    }

    private void check(SimNode node, long epoch, String does) {
        AddressAction.RecordIntent intent = open.get(node);
        if (intent == null || intent.epoch() != epoch) {
            throw new RuleBroken("R9", node.name() + " " + does + " before it records the intent");
        }
    }
}
